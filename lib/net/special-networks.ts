import { BlockList, isIPv4, isIPv6 } from 'node:net'

/** Networks in CIDR notation, as a question. */
export interface Networks {
  /** @param address a plain IPv4 or IPv6 address, as resolvers and sockets write it */
  has(address: string): boolean
}

/**
 * What the registries of special-purpose addresses (RFC 6890 and its successors) call not globally reachable, or
 * reachable in a way that ends somewhere else than it says.
 */
const SPECIAL_IPV4 = [
  '0.0.0.0/8', // this network
  '10.0.0.0/8', // private
  '100.64.0.0/10', // shared by carriers' translators
  '127.0.0.0/8', // loopback
  '169.254.0.0/16', // link-local, and the metadata services of clouds
  '172.16.0.0/12', // private
  '192.0.0.0/24', // protocol assignments
  '192.0.2.0/24', // documentation
  '192.88.99.0/24', // relays of 6to4
  '192.168.0.0/16', // private
  '198.18.0.0/15', // benchmarks
  '198.51.100.0/24', // documentation
  '203.0.113.0/24', // documentation
  '224.0.0.0/4', // multicast
  '240.0.0.0/4', // reserved, broadcast
]

/** Within 2000::/3; everything outside it is refused as a whole. */
const SPECIAL_GLOBAL_IPV6 = [
  '2001::/23', // protocol assignments, Teredo, ORCHID
  '2001:db8::/32', // documentation
  '2002::/16', // 6to4
  '3fff::/20', // documentation
]

const specialIpv4 = networksOf(SPECIAL_IPV4)
const globalIpv6 = networksOf(['2000::/3'])
const specialIpv6 = networksOf(SPECIAL_GLOBAL_IPV6)

/** True for text such as `10.0.0.0/8`, `fd00::/8` or one address. */
export function isNetwork(text: string): boolean {
  return subnetOf(text) !== null
}

/** @throws Error for text that `isNetwork` refuses */
export function networksOf(texts: readonly string[]): Networks {
  const list = new BlockList()
  for (const text of texts) {
    const subnet = subnetOf(text)
    if (subnet === null) throw new Error(`${text} is not a network.`)
    list.addSubnet(subnet.address, subnet.prefix, subnet.family)
  }
  return { has: (address) => list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4') }
}

interface Subnet {
  readonly address: string
  readonly prefix: number
  readonly family: 'ipv4' | 'ipv6'
}

function subnetOf(text: string): Subnet | null {
  const [, address = '', prefixText] = /^([^/%]+)(?:\/(\d{1,3}))?$/.exec(text) ?? []
  if (!isIPv4(address) && !isIPv6(address)) return null
  const family = isIPv4(address) ? 'ipv4' : 'ipv6'
  const most = family === 'ipv4' ? 32 : 128
  const prefix = prefixText === undefined ? most : Number(prefixText)
  return prefix > most ? null : { address, prefix, family }
}

/** Whether a request may go to this address: it is on the public Internet, or in a network that the site allows. */
export function mayConnectTo(address: string, allowed: Networks): boolean {
  if (isIPv4(address)) return allowed.has(address) || !specialIpv4.has(address)
  // A zone index names an interface of this machine.
  if (!isIPv6(address) || address.includes('%')) return false
  if (allowed.has(address)) return true
  const embedded = embeddedIpv4(address)
  if (embedded !== null) return mayConnectTo(embedded, allowed)
  return globalIpv6.has(address) && !specialIpv6.has(address)
}

/** The IPv4 address that the network stack (::ffff:a.b.c.d) or a translator (64:ff9b::a.b.c.d) makes of it. */
function embeddedIpv4(address: string): string | null {
  const groups = groupsOf(address)
  const start = groups.slice(0, 6).join(':')
  if (start !== '0:0:0:0:0:ffff' && start !== '64:ff9b:0:0:0:0') return null
  const [high = 0, low = 0] = groups.slice(6).map((group) => Number.parseInt(group, 16))
  return [high >> 8, high & 255, low >> 8, low & 255].join('.')
}

/** The eight groups, without leading zeros. */
function groupsOf(address: string): readonly string[] {
  // The URL parser writes one canonical form, and turns a dotted end into groups.
  const canonical = new URL(`http://[${address}]/`).hostname.slice(1, -1)
  const [before = '', after] = canonical.split('::')
  const head = before === '' ? [] : before.split(':')
  if (after === undefined) return head
  const tail = after === '' ? [] : after.split(':')
  return [...head, ...Array<string>(8 - head.length - tail.length).fill('0'), ...tail]
}
