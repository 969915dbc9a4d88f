import { Agent, type ClientRequest, type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps, Agent as TlsAgent } from 'node:https'
import { pipeline, type Readable } from 'node:stream'
import { DomainError } from '#lib/domain/errors.ts'

export interface RemoteRequest {
  readonly method: string
  readonly url: URL
  readonly headers?: Readonly<Record<string, string>>
  /** Must not change before the answer. */
  readonly body?: Uint8Array
  /** Instead, for data that does not fit into memory. */
  readonly source?: { readonly sizeBytes: number; open(): Readable }
  readonly signal?: AbortSignal
}

/** The beginning of an answer: its body must be read to the end or destroyed. */
export interface RemoteAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: IncomingMessage
}

/** Connections to one store's servers. */
export interface Transport {
  /** Any status is an answer. @throws `unavailable` no answer in time; the signal's reason */
  send(request: RemoteRequest): Promise<RemoteAnswer>
  close(): void
}

export interface TransportOptions {
  /** The store's name, for messages. */
  readonly storeId: string
  /** Certificates (PEM) to trust instead of the system's. */
  readonly ca?: string | undefined
  /** Takes any certificate: whoever sits in between can read and change everything. */
  readonly isInsecure?: boolean
  /** Longest silence of the other side while something is expected of it. */
  readonly idleMs: number
}

/** What is read ahead of a slow reader: with the kernel's own buffers, a few MiB at most. */
const READ_AHEAD_BYTES = 1024 * 1024

/** Keeps connections open between requests. Takes no proxy and no trust from the environment. */
export function createTransport(options: TransportOptions): Transport {
  // Agents hand what they do not know to the sockets, which is where this size is meant to go.
  const forSockets = { keepAlive: true, highWaterMark: READ_AHEAD_BYTES } as { keepAlive: boolean }
  const agent = new Agent(forSockets)
  const tlsAgent = new TlsAgent({
    ...forSockets,
    ca: options.ca,
    rejectUnauthorized: options.isInsecure !== true,
  })
  return {
    send: (request) => send(request, options, request.url.protocol === 'https:' ? tlsAgent : agent),
    close() {
      agent.destroy()
      tlsAgent.destroy()
    },
  }
}

function send(
  { method, url, headers = {}, body, source, signal }: RemoteRequest,
  { storeId, idleMs }: TransportOptions,
  agent: Agent,
): Promise<RemoteAnswer> {
  return new Promise((resolve, reject) => {
    const fail = (cause?: unknown) =>
      reject(signal?.aborted === true ? signal.reason : silent(storeId, cause))
    if (signal?.aborted === true) return fail()
    const hasBody = body !== undefined || method === 'PUT' || method === 'POST'
    const length = hasBody ? { 'content-length': String(source?.sizeBytes ?? body?.length ?? 0) } : {}
    const ask = url.protocol === 'https:' ? requestHttps : requestHttp
    const request = ask(url, { method, agent, headers: { ...headers, ...length } })
    const onAbort = () => request.destroy()
    signal?.addEventListener('abort', onAbort, { once: true })
    request.setTimeout(idleMs, () => request.destroy(new Error(`nothing came for ${idleMs} ms`)))
    request.on('response', (message) => {
      resolve({ status: message.statusCode ?? 0, headers: flat(message), body: message })
    })
    request.on('error', fail)
    request.on('close', () => {
      signal?.removeEventListener('abort', onAbort)
      fail()
    })
    if (source === undefined) request.end(body)
    else sendSource(source.open(), request)
  })
}

/** Whoever has answered before the end does not want the rest: it is not sent, and the connection ends with the answer. */
function sendSource(source: Readable, request: ClientRequest): void {
  pipeline(source, request, () => undefined)
  request.on('response', (message) => {
    message.on('close', () => request.writableFinished || request.destroy())
  })
}

function flat({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]))
}

function silent(storeId: string, cause: unknown): DomainError {
  return new DomainError('unavailable', `The store ${storeId} does not answer now.`, {
    ...{ cause, retryAfterSeconds: 5 },
  })
}

/** The whole body as text. @throws `unavailable` when it is cut short or larger than any answer should be */
export async function textOf({ body }: RemoteAnswer, mostBytes = 16 * 1024 * 1024): Promise<string> {
  const pieces: Buffer[] = []
  let sizeBytes = 0
  try {
    for await (const piece of body as AsyncIterable<Buffer>) {
      sizeBytes += piece.length
      if (sizeBytes > mostBytes) throw new Error('the answer is too long')
      pieces.push(piece)
    }
  } catch (cause) {
    throw new DomainError('unavailable', 'A store broke off its answer.', { cause, retryAfterSeconds: 5 })
  }
  return Buffer.concat(pieces).toString('utf8')
}
