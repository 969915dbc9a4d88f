import type { Config } from '../config.ts'
import { createSafeFetch, type FetchLimits, type SafeFetch } from '../net/safe-fetch.ts'
import { networksOf } from '../net/special-networks.ts'
import type { UrlRules } from '../net/url-rules.ts'

/** The site's rules for addresses that people give to the server. */
export interface Net {
  /** For `checkUrl`, where an address is taken in. */
  readonly rules: UrlRules
  readonly limits: FetchLimits
  readonly fetch: SafeFetch
  /** One that trusts other certificates (PEM). */
  readonly makeFetch: (options: { readonly ca?: string }) => SafeFetch
}

const HEADER_BYTES = 64 * 1024
const ANY = { allowed: [], refused: [] }
const EVERYWHERE: UrlRules = {
  ...{ schemes: ANY, hosts: ANY, ports: ANY },
  networks: networksOf(['0.0.0.0/0', '::/0']),
}
const SHORT: FetchLimits = {
  ...{ redirects: 0, headerBytes: HEADER_BYTES },
  ...{ headerMs: 20_000, idleMs: 20_000, totalMs: 30_000 },
}

/** For addresses that the operator named, not a tenant: other services of the site, wherever they are. */
export function fetchOfOperator(limits: FetchLimits = SHORT): SafeFetch {
  return createSafeFetch({ rules: EVERYWHERE, limits })
}

export function openNet(config: Config): Net {
  const rules: UrlRules = {
    schemes: { allowed: config.VITRINE_URL_ALLOWED_SCHEMES, refused: config.VITRINE_URL_REFUSED_SCHEMES },
    hosts: { allowed: config.VITRINE_URL_ALLOWED_HOSTS, refused: config.VITRINE_URL_REFUSED_HOSTS },
    ports: { allowed: config.VITRINE_URL_ALLOWED_PORTS, refused: config.VITRINE_URL_REFUSED_PORTS },
    networks: networksOf(config.VITRINE_URL_ALLOWED_NETWORKS),
  }
  const limits: FetchLimits = {
    redirects: config.VITRINE_URL_REDIRECTS,
    headerBytes: HEADER_BYTES,
    headerMs: config.VITRINE_URL_ANSWER_SECONDS * 1000,
    idleMs: config.VITRINE_URL_IDLE_SECONDS * 1000,
    totalMs: config.VITRINE_URL_TOTAL_SECONDS * 1000,
  }
  const allowDowngrade = config.VITRINE_URL_ALLOW_DOWNGRADE
  const makeFetch: Net['makeFetch'] = ({ ca }) => createSafeFetch({ rules, limits, allowDowngrade, ca })
  return { rules, limits, fetch: makeFetch({}), makeFetch }
}
