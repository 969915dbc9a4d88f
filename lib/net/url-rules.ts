import { isIP } from 'node:net'
import { invalid } from '#lib/domain/errors.ts'
import { mayConnectTo, type Networks } from './special-networks.ts'

/** Something must be among the allowed (an empty list allows all) and must not be among the refused. */
export interface AllowRefuse {
  readonly allowed: readonly string[]
  readonly refused: readonly string[]
}

/**
 * Where the server may be sent by people. The lists have the meaning of Glance's import filter, except that refusals
 * also count beside an allow-list.
 */
export interface UrlRules {
  readonly schemes: AllowRefuse
  /** Names or addresses in any spelling; `*.example.org` is every name below it. */
  readonly hosts: AllowRefuse
  readonly ports: AllowRefuse
  /** Private and other special networks that are allowed in spite of what they are. */
  readonly networks: Networks
}

const LONGEST_URL = 8192

/**
 * The address in its one normal form: host in lower case and ASCII, numbers of any spelling as an IP address, no
 * trailing dot. Asks no resolver, so a name can still turn out to lead to a refused address when it is fetched.
 * @throws `invalid` (field `uri`) with the reason, for the person who gave the address
 */
export function checkUrl(text: string, rules: UrlRules): URL {
  const url = parse(text)
  const scheme = url.protocol.slice(0, -1)
  if ((scheme !== 'http' && scheme !== 'https') || !isAllowed(scheme, rules.schemes)) {
    throw refused(`Addresses that begin with ${scheme}: are not allowed here.`)
  }
  if (url.username !== '' || url.password !== '') {
    throw refused('An address must not contain a user name or a password.')
  }
  const host = url.hostname
  if (!isHostAllowed(host, rules.hosts)) throw refused(`The host ${host} is not allowed here.`)
  if (!isAllowed(portOf(url), rules.ports)) throw refused(`The port ${portOf(url)} is not allowed here.`)
  const literal = literalOf(host)
  if (literal !== null && !mayConnectTo(literal, rules.networks)) throw refusedAddress(host)
  return url
}

/** Does not tell which address it was: who asks must not learn how the networks behind us are built. */
export function refusedAddress(host: string): Error {
  return refused(
    `The host ${host} leads to a private or reserved address; such addresses are not allowed here.`,
  )
}

/** The IP address that a URL's host is, without brackets; null for a name. */
export function literalOf(host: string): string | null {
  const bare = host.startsWith('[') ? host.slice(1, -1) : host
  return isIP(bare) === 0 ? null : bare
}

function parse(text: string): URL {
  // The URL parser silently drops or changes these, so two programs could read two addresses.
  if (text.length > LONGEST_URL || /[\s\\\p{Cc}]/u.test(text)) throw refused('This is not an address.')
  if (!URL.canParse(text)) throw refused('This is not an address.')
  const url = new URL(text)
  const host = withoutDot(url.hostname)
  if (host === '' && url.hostname !== '') throw refused('This is not an address.')
  if (host !== url.hostname) url.hostname = host
  return url
}

function portOf(url: URL): string {
  if (url.port !== '') return url.port
  return url.protocol === 'https:' ? '443' : '80'
}

function isAllowed(word: string, { allowed, refused: not }: AllowRefuse): boolean {
  return (allowed.length === 0 || allowed.includes(word)) && !not.includes(word)
}

function isHostAllowed(host: string, { allowed, refused: not }: AllowRefuse): boolean {
  const matches = (pattern: string) => matchesHost(host, pattern)
  return (allowed.length === 0 || allowed.some(matches)) && !not.some(matches)
}

function matchesHost(host: string, pattern: string): boolean {
  if (pattern.startsWith('*.')) return host.endsWith(`.${normalHost(pattern.slice(2))}`)
  return host === normalHost(pattern)
}

/** A configured host in the form in which URLs have theirs. */
function normalHost(name: string): string {
  const text = `http://${isIP(name) === 6 ? `[${name}]` : name}/`
  return URL.canParse(text) ? withoutDot(new URL(text).hostname) : name
}

function withoutDot(host: string): string {
  return host.replace(/\.+$/, '')
}

function refused(message: string): Error {
  return invalid(message, 'uri')
}
