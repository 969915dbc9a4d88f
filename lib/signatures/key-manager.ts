import { DomainError } from '#lib/domain/errors.ts'
import type { SafeFetch, SafeResponse } from '#lib/net/safe-fetch.ts'
import type { ServiceToken } from '#lib/net/service-token.ts'
import { readSmall } from '#lib/net/small-body.ts'
import type { CertificateSource } from './certificates.ts'

export interface KeyManagerOptions {
  /** Without /v1. */
  readonly url: string
  readonly fetch: SafeFetch
  readonly token: ServiceToken
}

const MOST_BYTES = 64 * 1024

/** Certificates from a key manager that speaks Barbican's API; each is the payload of a secret. */
export function keyManagerCertificates({ url, fetch, token }: KeyManagerOptions): CertificateSource {
  const ask = async (certificateId: string, accept: string): Promise<SafeResponse> => {
    const address = `${url}/v1/secrets/${certificateId}/payload`
    return token.use((text, signal) =>
      fetch({ url: address, maxBytes: MOST_BYTES, headers: { accept, 'x-auth-token': text } }, signal),
    )
  }
  return {
    async find(certificateId) {
      let response = await ask(certificateId, 'application/octet-stream')
      if (response.status === 406) {
        // Kept as text: it is not given as anything else.
        await response.stream.cancel()
        response = await ask(certificateId, 'text/plain')
      }
      if (response.status === 200) return readSmall(response)
      await response.stream.cancel()
      // A secret of somebody else looks like none.
      if ([400, 403, 404].includes(response.status)) return null
      throw new DomainError(
        'unavailable',
        'The key manager does not give certificates now; try again later.',
        {
          cause: new Error(`It answered ${response.status}.`),
        },
      )
    },
  }
}
