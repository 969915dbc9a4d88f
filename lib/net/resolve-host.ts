import { lookup } from 'node:dns/promises'
import { isIPv6, type LookupFunction } from 'node:net'
import { DomainError } from '#lib/domain/errors.ts'
import { mayConnectTo } from './special-networks.ts'
import { literalOf, refusedAddress, type UrlRules } from './url-rules.ts'

/** The addresses of a name. Rejects as `dns.lookup` does. */
export type Resolver = (name: string) => Promise<readonly string[]>

/** Asks as every program of this machine does, the hosts file included. */
export const systemResolver: Resolver = async (name) =>
  (await lookup(name, { all: true })).map(({ address }) => address)

/**
 * Resolves the URL's host once, and gives what a socket uses instead of resolving again: the addresses that were
 * checked are the addresses that are connected to.
 * @throws `invalid` when one of them is refused, `unavailable` when there are none
 */
export async function pinHost(url: URL, rules: UrlRules, resolve: Resolver): Promise<LookupFunction> {
  const literal = literalOf(url.hostname)
  const addresses = literal === null ? await resolveName(url.hostname, resolve) : [literal]
  // One refused address spoils them all: an honest public name has none.
  if (!addresses.every((address) => mayConnectTo(address, rules.networks))) throw refusedAddress(url.hostname)
  const found = addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }))
  return (_name, options, callback) => {
    const [first] = found
    if (options.all === true) callback(null, found)
    else if (first !== undefined) callback(null, first.address, first.family)
  }
}

async function resolveName(name: string, resolve: Resolver): Promise<readonly string[]> {
  let cause: unknown
  try {
    const addresses = await resolve(name)
    if (addresses.length > 0) return addresses
  } catch (error) {
    cause = error
  }
  throw new DomainError('unavailable', `The host ${name} cannot be found.`, { cause })
}
