import type { IncomingMessage } from 'node:http'
import type { MiddlewareHandler } from 'hono'
import { DomainError, invalid, isDomainError, overLimit } from '#lib/domain/errors.ts'
import { type ApiContext, type ApiEnv, nodeSide } from './api-env.ts'
import { withinMs } from './deadline.ts'

/** Far more than 128 properties and tags need. */
const MAX_JSON_BYTES = 1024 * 1024
/** A small body that takes longer is a client that has gone, or one that means harm. */
const MAX_JSON_MS = 30_000

/** The part of a route's context that a body is read from. */
type BodyContext = Pick<ApiContext, 'req' | 'env'>

/** Routes that take no body refuse one. */
export const noBody: MiddlewareHandler<ApiEnv> = async (c, next) => {
  assertNoBody(c)
  await next()
}

/** @throws `invalid` */
function assertNoBody(c: ApiContext): void {
  const length = c.req.header('content-length')
  if ((length !== undefined && length !== '0') || c.req.header('transfer-encoding') !== undefined) {
    throw invalid(`${c.req.method} takes no body here: send none.`)
  }
}

/** A form is what curl calls a body when nobody tells it better; a cookie from another site is refused before this. */
const JSON_TYPE = /^(application\/(.+\+)?json|text\/plain|application\/x-www-form-urlencoded)$/

/** Glance takes JSON that calls itself something else, or nothing, too. @throws `unsupported_media` for anything else */
export function assertJsonType(c: ApiContext): void {
  const essence = (c.req.header('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
  if (essence === '' || JSON_TYPE.test(essence)) return
  throw new DomainError('unsupported_media', `Content-Type must be application/json, not ${essence}.`, {
    field: 'Content-Type',
  })
}

/** @throws `invalid` not UTF-8 or not JSON; `over_limit`; `interrupted` */
export async function readJson(c: BodyContext): Promise<unknown> {
  const bytes = await readSmallBody(c)
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new DomainError('invalid', `The body must be JSON in UTF-8: ${reason}.`, { cause })
  }
}

async function readSmallBody(c: BodyContext): Promise<Uint8Array> {
  if (Number(c.req.header('content-length') ?? 0) > MAX_JSON_BYTES) throw tooLong()
  const incoming = nodeSide(c).incoming
  const stream = incoming === undefined ? (c.req.raw.body ?? []) : withoutDestroying(incoming)
  return withinMs(collect(stream), MAX_JSON_MS, tooSlow)
}

/** Leaving the loop early must not close the socket: the client still has to read why. */
function withoutDestroying(incoming: IncomingMessage): AsyncIterable<Uint8Array> {
  return { [Symbol.asyncIterator]: () => incoming.iterator({ destroyOnReturn: false }) }
}

async function collect(stream: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let lengthBytes = 0
  try {
    for await (const chunk of stream) {
      lengthBytes += chunk.byteLength
      if (lengthBytes > MAX_JSON_BYTES) throw tooLong()
      chunks.push(chunk)
    }
  } catch (cause) {
    if (isDomainError(cause)) throw cause
    throw new DomainError('interrupted', 'The body ended too early: send it again.', { cause })
  }
  return Buffer.concat(chunks)
}

function tooSlow(): DomainError {
  return new DomainError(
    'interrupted',
    `The body did not arrive within ${MAX_JSON_MS / 1000} s: send it again.`,
  )
}

function tooLong(): DomainError {
  return overLimit(
    `The body is longer than ${MAX_JSON_BYTES} bytes: this is for descriptions, data goes to …/file.`,
  )
}
