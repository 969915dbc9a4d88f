import type { IncomingMessage } from 'node:http'
import { conflict, DomainError, notFound, overLimit } from '#lib/domain/errors.ts'
import { retrying } from '../remote/retrying.ts'
import { createTransport, type RemoteAnswer, textOf } from '../remote/transport.ts'
import type { SwiftObject } from './swift-names.ts'
import type { SwiftStoreOptions } from './swift-options.ts'
import { createSwiftSession, type SwiftAccess, type SwiftSession } from './swift-session.ts'

export interface SwiftAsk {
  readonly method: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE'
  /** Whose account; absent: our own. */
  readonly project?: string | undefined
  /** Absent for the account itself. */
  readonly container?: string
  /** Absent for the container itself. */
  readonly object?: string
  readonly query?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Uint8Array
  readonly signal?: AbortSignal
}

/** Requests to our account, or to those of projects. */
export interface SwiftClient {
  /** @throws `not_found`, `bad_range`, `over_limit`, `conflict` a container that is not empty, `unavailable`; the signal's reason */
  ask(ask: SwiftAsk): Promise<RemoteAnswer>
  /** The same, with the whole answer as text. */
  askText(ask: SwiftAsk): Promise<string>
  /** The address of an object, without any right to it. */
  addressOf(place: SwiftObject): Promise<URL>
  /** The address of our own account. */
  ownAccount(): Promise<string>
}

export function createSwiftClient(options: SwiftStoreOptions): SwiftClient {
  const transport = createTransport({ storeId: options.id, ca: options.ca, idleMs: options.idleMs })
  const session = createSwiftSession(transport, options)
  const addressFor = (asked: SwiftAsk, { storageUrl }: SwiftAccess) =>
    addressOf(asked.project === undefined ? storageUrl : accountUrl(options, asked.project), asked)
  const send = (asked: SwiftAsk, access: SwiftAccess) =>
    transport.send(requestOf(asked, addressFor(asked, access), access))
  const ask = async (asked: SwiftAsk): Promise<RemoteAnswer> => {
    const once = () => sendAuthorized(send, session, asked)
    const answer = await retrying(options.retry, once, asked.signal)
    if (answer.status < 300) return answer
    throw toSwiftFault(options.id, asked, answer.status, await textOf(answer))
  }
  return {
    ask,
    askText: async (asked) => {
      const answer = await ask(asked)
      return asked.method === 'HEAD' ? '' : textOf(answer)
    },
    addressOf: async (place) => addressFor({ method: 'GET', ...place }, await session.access()),
    ownAccount: async () => (await session.access()).storageUrl,
  }
}

/** A token may end between any two requests, or be revoked: then the same is asked once more with another. */
async function sendAuthorized(
  send: (asked: SwiftAsk, access: SwiftAccess) => Promise<RemoteAnswer>,
  session: SwiftSession,
  asked: SwiftAsk,
): Promise<RemoteAnswer> {
  const first = await session.access()
  const answer = await send(asked, first)
  if (answer.status !== 401) return answer
  answer.body.resume()
  session.refuse(first.token)
  return send(asked, await session.access())
}

function requestOf(asked: SwiftAsk, url: URL, { token }: SwiftAccess) {
  const { method, headers, body, signal } = asked
  return {
    ...{ method, url, headers: { ...headers, 'x-auth-token': token } },
    ...(body === undefined ? {} : { body }),
    ...(signal === undefined ? {} : { signal }),
  }
}

function accountUrl({ projects, id }: SwiftStoreOptions, project: string): string {
  if (projects !== undefined) return projects.prefix + encodeURIComponent(project)
  throw new Error(`The store ${id} keeps nothing in accounts of projects.`)
}

function addressOf(storageUrl: string, { container, object, query = {} }: SwiftAsk): URL {
  const steps = [container, ...(object?.split('/') ?? [])].filter((step) => step !== undefined)
  const account = storageUrl.replace(/\/+$/, '')
  const url = new URL([account, ...steps.map(encodeURIComponent)].join('/'))
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
  return url
}

/** The domain's word for what the store said. */
function toSwiftFault(storeId: string, { method }: SwiftAsk, status: number, text: string): DomainError {
  const cause = new Error(`Swift answered ${status} to ${method}: ${text.slice(0, 200)}`)
  if (status === 413 || status === 507) {
    return overLimit(
      `The store ${storeId} has no room left for this data. Free some space, or choose another store.`,
    )
  }
  if (status === 409 && method === 'DELETE')
    return conflict(`A container of the store ${storeId} is not empty.`)
  // What is absent when something is put is its container: a matter for the operator.
  if (status === 404 && method !== 'PUT') return notFound('data in the store', storeId)
  if (status === 416)
    return new DomainError('bad_range', 'The range is outside the data.', { field: 'Range' })
  if (status === 401 || status === 403) {
    const message = `The store ${storeId} refuses this service's credentials. An administrator must set them right.`
    return new DomainError('unavailable', message, { cause })
  }
  return new DomainError('unavailable', `The store ${storeId} does not work now (status ${status}).`, {
    ...{ cause, retryAfterSeconds: 5 },
  })
}

/** Just these bytes of an object. @throws `not_found`, `unavailable` */
export async function openSwiftObject(
  client: SwiftClient,
  place: SwiftObject,
  slice: {
    readonly start: number
    readonly end: number
    readonly tag?: string
    readonly signal?: AbortSignal
  },
): Promise<IncomingMessage> {
  const { start, end, tag, signal } = slice
  const headers = { range: `bytes=${start}-${end}`, ...(tag === undefined ? {} : { 'if-match': tag }) }
  const stop = signal === undefined ? {} : { signal }
  const answer = await client.ask({ method: 'GET', ...place, headers, ...stop })
  const isExact = answer.headers['content-range']?.startsWith(`bytes ${start}-${end}/`)
  if (answer.status === 206 && isExact === true) return answer.body
  answer.body.destroy()
  throw new DomainError('unavailable', 'A store gave another range than it was asked for.')
}
