import { type Config, ConfigError } from '../config.ts'
import { createSafeFetch, type FetchLimits } from '../net/safe-fetch.ts'
import { createServiceToken } from '../net/service-token.ts'
import { networksOf } from '../net/special-networks.ts'
import type { UrlRules } from '../net/url-rules.ts'
import { type CertificateSource, certificateFolder, certificatesFrom } from '../signatures/certificates.ts'
import { keyManagerCertificates } from '../signatures/key-manager.ts'

const ANY = { allowed: [], refused: [] }
/** The operator named these addresses, not a tenant. */
const OPERATORS_OWN: UrlRules = {
  ...{ schemes: ANY, hosts: ANY, ports: ANY },
  networks: networksOf(['0.0.0.0/0', '::/0']),
}
const LIMITS: FetchLimits = {
  ...{ redirects: 0, headerBytes: 64 * 1024 },
  ...{ headerMs: 20_000, idleMs: 20_000, totalMs: 30_000 },
}

/** The site's certificates for signed images. @throws ConfigError when the key manager is described by half */
export function openCertificates(config: Config): CertificateSource {
  const folder = config.VITRINE_SIGNATURE_CERTIFICATES_DIR
  const keyManager = openKeyManager(config)
  return certificatesFrom([
    ...(folder === undefined ? [] : [certificateFolder(folder)]),
    ...(keyManager === null ? [] : [keyManager]),
  ])
}

function openKeyManager(config: Config): CertificateSource | null {
  const url = config.VITRINE_KEY_MANAGER_URL
  if (url === undefined) return null
  const authUrl = config.VITRINE_KEY_MANAGER_AUTH_URL
  const id = config.VITRINE_KEY_MANAGER_CREDENTIAL_ID
  const secret = config.VITRINE_KEY_MANAGER_CREDENTIAL_SECRET
  if (authUrl === undefined || id === undefined || secret === undefined) {
    throw new ConfigError(
      'VITRINE_KEY_MANAGER_URL also needs VITRINE_KEY_MANAGER_AUTH_URL, _CREDENTIAL_ID and _CREDENTIAL_SECRET.',
    )
  }
  const fetch = createSafeFetch({ rules: OPERATORS_OWN, limits: LIMITS })
  return keyManagerCertificates({ url, fetch, token: createServiceToken(fetch, { authUrl, id, secret }) })
}
