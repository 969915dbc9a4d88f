import { BlockList, isIPv4, isIPv6 } from 'node:net'

/** The front door tells Next's side the caller's address in this header, and overwrites what the caller wrote there. */
export const CLIENT_ADDRESS_HEADER = 'x-vitrine-client'

/**
 * Where a request comes from, for slowing down guesses. Behind a proxy on this machine or network that is what the proxy
 * added last to X-Forwarded-For; from anywhere else that header is not believed.
 * @returns undefined when it cannot be known, also for a proxy on this machine that does not tell: all the world would
 *   have one address, and one guesser could keep everybody out
 */
export function clientAddress(
  socketAddress: string | undefined,
  forwardedFor: string | null | undefined,
): string | undefined {
  if (socketAddress === undefined) return undefined
  const address = socketAddress.replace(/^::ffff:/, '')
  const last = forwardedFor?.split(',').at(-1)?.trim()
  if (last && isNearby(address)) return last
  return address === '::1' || address.startsWith('127.') ? undefined : address
}

const nearby = new BlockList()
for (const [network, prefix] of [
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const) {
  nearby.addSubnet(network, prefix, 'ipv4')
}
for (const [network, prefix] of [
  ['::1', 128],
  ['fc00::', 7],
  ['fe80::', 10],
] as const)
  nearby.addSubnet(network, prefix, 'ipv6')

function isNearby(address: string): boolean {
  return (
    (isIPv4(address) && nearby.check(address, 'ipv4')) || (isIPv6(address) && nearby.check(address, 'ipv6'))
  )
}

/** Whether the browser speaks https: by the public address, else by what a proxy, or Next for itself, has noted. */
export function isSecureRequest(headers: Headers, publicUrl: string | undefined): boolean {
  if (publicUrl !== undefined) return publicUrl.startsWith('https:')
  return headers.get('x-forwarded-proto')?.split(',', 1)[0]?.trim() === 'https'
}
