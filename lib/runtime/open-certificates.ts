import { type Config, ConfigError } from '../config.ts'
import { createServiceToken } from '../net/service-token.ts'
import { type CertificateSource, certificateFolder, certificatesFrom } from '../signatures/certificates.ts'
import { keyManagerCertificates } from '../signatures/key-manager.ts'
import { fetchOfOperator } from './open-net.ts'

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
  const fetch = fetchOfOperator()
  return keyManagerCertificates({ url, fetch, token: createServiceToken(fetch, { authUrl, id, secret }) })
}
