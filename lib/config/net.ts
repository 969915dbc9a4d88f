import { z } from 'zod'
import { isNetwork } from '#lib/net/special-networks.ts'
import { bool, seconds, words } from './fields.ts'

/** Words between commas; `*` alone is the empty list, which allows everything. */
const allowed = (fallback: string) =>
  words(fallback).transform((list) => (list.length === 1 && list[0] === '*' ? [] : list))

/** Where the server may be sent: by web-download, http locations and webhooks. */
export const NET_SETTINGS = {
  VITRINE_URL_ALLOWED_SCHEMES: allowed('http,https').describe(
    'Schemes of addresses that people may give to the server.',
  ),
  VITRINE_URL_REFUSED_SCHEMES: words('').describe('Schemes that are refused although allowed.'),
  VITRINE_URL_ALLOWED_HOSTS: allowed('*').describe(
    'Hosts that the server may be sent to, `*.example.org` for all below; `*`: all. Does not open private networks.',
  ),
  VITRINE_URL_REFUSED_HOSTS: words('').describe('Hosts that are refused although allowed.'),
  VITRINE_URL_ALLOWED_PORTS: allowed('80,443').describe('Ports that the server may be sent to; `*`: all.'),
  VITRINE_URL_REFUSED_PORTS: words('').describe('Ports that are refused although allowed.'),
  VITRINE_URL_ALLOWED_NETWORKS: words('')
    .refine((list) => list.every(isNetwork), 'must be networks such as 10.1.0.0/16 or fd00::/8')
    .describe(
      'Private, loopback and other special networks that the server may be sent to all the same. Default: none.',
    ),
  VITRINE_URL_ALLOW_DOWNGRADE: bool.default(false).describe('Follow redirects from https to http.'),
  VITRINE_URL_REDIRECTS: z.coerce
    .number()
    .int()
    .min(0)
    .max(20)
    .default(5)
    .describe('Redirects that the server follows; each is held against the rules above.'),
  VITRINE_URL_ANSWER_SECONDS: seconds(30).describe(
    'Longest wait for the first answer of an address, in seconds.',
  ),
  VITRINE_URL_IDLE_SECONDS: seconds(60).describe('Longest silence during a transfer, in seconds.'),
  VITRINE_URL_TOTAL_SECONDS: seconds(24 * 3600).describe('Longest transfer, in seconds.'),
}
