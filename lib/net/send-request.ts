import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { LookupFunction } from 'node:net'
import { DomainError } from '#lib/domain/errors.ts'

export interface Hop {
  readonly url: URL
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: Uint8Array | string | undefined
  /** Gives the addresses that were checked. */
  readonly lookup: LookupFunction
  readonly headerBytes: number
  /** Certificates (PEM) to trust instead of the system's. */
  readonly ca?: string | undefined
  readonly signal: AbortSignal
}

/**
 * One request over a connection of its own, and the beginning of its answer; the body is not read yet. No agent is
 * shared and no proxy is taken from the environment: the connection goes where it was checked to go.
 * @throws `unavailable`; the signal's reason
 */
export function sendRequest(hop: Hop): Promise<IncomingMessage> {
  const { url, method, headers, lookup, signal, ca } = hop
  return new Promise((resolve, reject) => {
    const fail = (error?: Error) => reject(signal.aborted ? signal.reason : explain(url, error))
    const options = {
      ...{ method, headers, lookup, signal, agent: false, maxHeaderSize: hop.headerBytes },
      // Said, so that NODE_TLS_REJECT_UNAUTHORIZED in the environment does not decide.
      ...{ rejectUnauthorized: true, ca },
    }
    const request = url.protocol === 'https:' ? requestHttps(url, options) : requestHttp(url, options)
    request.on('response', resolve)
    // Later errors come through the answer's stream; a listener must stay all the same.
    request.on('error', fail)
    request.on('close', fail)
    request.end(hop.body)
  })
}

const EXPLANATIONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refuses the connection',
  ECONNRESET: 'broke the connection',
  EHOSTUNREACH: 'cannot be reached',
  ENETUNREACH: 'cannot be reached',
  ETIMEDOUT: 'does not answer',
  EPIPE: 'broke the connection',
  HPE_HEADER_OVERFLOW: 'sends too many headers',
  CERT_HAS_EXPIRED: 'shows a certificate that has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'shows a certificate that nobody trusted has signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'shows a certificate that nobody trusted has signed',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'shows a certificate that nobody trusted has signed',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'shows a certificate that nobody trusted has signed',
  ERR_TLS_CERT_ALTNAME_INVALID: 'shows a certificate for another host',
}

/** In words for people; the error itself stays as the cause, for the log. */
function explain({ hostname }: URL, error: Error | undefined): DomainError {
  const code = error !== undefined && 'code' in error ? String(error.code) : ''
  const what =
    EXPLANATIONS[code] ??
    (code.startsWith('HPE_') ? 'does not answer in HTTP' : 'broke off before it answered')
  return new DomainError('unavailable', `The host ${hostname} ${what}.`, { cause: error })
}
