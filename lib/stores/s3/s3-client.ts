import { AwsV4Signer } from 'aws4fetch'
import { DomainError } from '#lib/domain/errors.ts'
import { hashInSlices } from '../remote/hash-in-slices.ts'
import { retrying } from '../remote/retrying.ts'
import { createTransport, type RemoteAnswer, type Transport, textOf } from '../remote/transport.ts'
import { toS3Fault } from './s3-faults.ts'
import type { S3StoreOptions } from './s3-options.ts'

export interface S3Ask {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE'
  /** The object's name; absent for the bucket itself. */
  readonly key?: string
  readonly query?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Uint8Array
  readonly signal?: AbortSignal
}

/** Signed requests to one bucket. */
export interface S3Client {
  /** @throws `not_found`, `bad_range`, `over_limit`, `unavailable`; the signal's reason */
  ask(ask: S3Ask): Promise<RemoteAnswer>
  /** The same, with the whole answer as text. */
  askText(ask: S3Ask): Promise<string>
  /** A URL that lets its bearer read one object for a while. */
  signedUrl(key: string, redirect: NonNullable<S3StoreOptions['redirect']>): Promise<string>
  close(): void
}

export function createS3Client(options: S3StoreOptions): S3Client {
  const { id: storeId, ca, idleMs } = options
  const transport = createTransport({ storeId, ca, idleMs })
  const keys = new Map<string, ArrayBuffer>()
  const send = (ask: S3Ask) => sendSigned(transport, options, keys, ask)
  const asked = async (ask: S3Ask): Promise<RemoteAnswer> => {
    const answer = await retrying(options.retry, () => send(ask), ask.signal)
    if (answer.status < 300) return answer
    throw toS3Fault({ storeId, status: answer.status, xml: await textOf(answer) })
  }
  return {
    ask: asked,
    askText: async (ask) => {
      const answer = await asked(ask)
      return ask.method === 'HEAD' ? '' : textOf(answer)
    },
    async signedUrl(key, { seconds, endpoint }) {
      const url = urlOf({ ...options, endpoint }, key)
      url.searchParams.set('X-Amz-Expires', String(seconds))
      const signer = new AwsV4Signer({ ...signing(options, keys), url: url.href, signQuery: true })
      return (await signer.sign()).url.href
    },
    close: transport.close,
  }
}

async function sendSigned(
  transport: Transport,
  options: S3StoreOptions,
  keys: Map<string, ArrayBuffer>,
  ask: S3Ask,
): Promise<RemoteAnswer> {
  const url = urlOf(options, ask.key)
  for (const [name, value] of Object.entries(ask.query ?? {})) url.searchParams.set(name, value)
  // The server checks what came against this hash: a broken transfer cannot become a part.
  const hash = await hashInSlices('sha256', ask.body ?? new Uint8Array(0))
  const signed = await new AwsV4Signer({
    ...signing(options, keys),
    url: url.href,
    method: ask.method,
    headers: { ...ask.headers, 'x-amz-content-sha256': hash },
  }).sign()
  return transport.send({
    ...{ method: ask.method, url, headers: Object.fromEntries(signed.headers) },
    ...(ask.body === undefined ? {} : { body: ask.body }),
    ...(ask.signal === undefined ? {} : { signal: ask.signal }),
  })
}

function signing({ credentials, region }: S3StoreOptions, cache: Map<string, ArrayBuffer>) {
  const { accessKey, secretKey, sessionToken } = credentials
  return {
    ...{ accessKeyId: accessKey, secretAccessKey: secretKey.reveal(), service: 's3', region, cache },
    ...(sessionToken === undefined ? {} : { sessionToken: sessionToken.reveal() }),
  }
}

function urlOf({ endpoint, bucket, urlStyle }: S3StoreOptions, key: string | undefined): URL {
  const url = new URL(endpoint)
  const isVirtual =
    urlStyle === 'virtual' || (urlStyle === 'auto' && /(^|\.)amazonaws\.com(\.cn)?$/.test(url.hostname))
  if (isVirtual) url.hostname = `${bucket}.${url.hostname}`
  const steps = [...(isVirtual ? [] : [bucket]), ...(key === undefined ? [] : key.split('/'))]
  const base = url.pathname.replace(/\/+$/, '')
  url.pathname = `${base}/${steps.map(encodeURIComponent).join('/')}`
  return url
}

/** For answers that make no sense. */
export function strangeAnswer(storeId: string, what: string): DomainError {
  return new DomainError('unavailable', `The store ${storeId} gave an answer that makes no sense (${what}).`)
}
