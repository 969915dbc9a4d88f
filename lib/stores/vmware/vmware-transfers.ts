import type { Readable } from 'node:stream'
import { DomainError } from '#lib/domain/errors.ts'
import { ifPresent } from '../remote/if-present.ts'
import { retrying } from '../remote/retrying.ts'
import { type RemoteAnswer, type Transport, textOf } from '../remote/transport.ts'
import { toTransferFault } from './vmware-faults.ts'
import { type DatastoreFile, urlEnding } from './vmware-names.ts'
import type { VmwareStoreOptions } from './vmware-options.ts'
import type { VmwareSession } from './vmware-session.ts'

export interface DataSource {
  readonly sizeBytes: number
  /** The whole from its first byte, each time anew. */
  open(): Readable
}

export interface ReadRequest {
  /** Inclusive; null is the whole. */
  readonly range: { readonly start: number; readonly end: number } | null
  readonly signal?: AbortSignal
}

/** Bytes of files in datastores, over `/folder`. */
export interface VmwareTransfers {
  /** Null when there is none. @throws `unavailable` */
  sizeOf(file: DatastoreFile): Promise<number | null>
  /** Just what was asked for. @throws `not_found`, `bad_range`, `unavailable`; the signal's reason */
  read(file: DatastoreFile, request: ReadRequest): Promise<RemoteAnswer>
  /** Takes the place of what is there; when it fails, part of it may be there. @throws `over_limit`, `unavailable` */
  write(file: DatastoreFile, source: DataSource): Promise<void>
}

interface Transfer {
  readonly method: 'GET' | 'HEAD' | 'PUT'
  readonly file: DatastoreFile
  readonly headers?: Readonly<Record<string, string>>
  readonly source?: DataSource
  readonly signal?: AbortSignal
}

export function createVmwareTransfers(
  transport: Transport,
  session: VmwareSession,
  options: VmwareStoreOptions,
): VmwareTransfers {
  const { id: storeId, address, retry } = options
  const send = async ({ file, ...transfer }: Transfer, cookie: string): Promise<RemoteAnswer> => {
    const headers = { ...transfer.headers, cookie }
    return transport.send({ ...transfer, headers, url: addressOf(address, file) })
  }
  /** A session may end between any two requests: then the same is asked once more with another. */
  const sendAuthorized = async (transfer: Transfer): Promise<RemoteAnswer> => {
    const cookie = await session.cookie()
    const answer = await send(transfer, cookie)
    if (answer.status !== 401) return answer
    answer.body.destroy()
    session.refuse(cookie)
    return send(transfer, await session.cookie())
  }
  const ask = async (transfer: Transfer): Promise<RemoteAnswer> => {
    const answer = await retrying(retry, () => sendAuthorized(transfer), transfer.signal)
    if (answer.status === 200 || answer.status === 201 || answer.status === 206) return answer
    throw toTransferFault(storeId, transfer.method, answer.status, await textOf(answer))
  }
  return {
    async sizeOf(file) {
      const answer = await ifPresent(ask({ method: 'HEAD', file }))
      answer?.body.resume()
      return answer === null ? null : Number(answer.headers['content-length'])
    },
    async read(file, { range, ...more }) {
      const headers = range === null ? {} : { range: `bytes=${range.start}-${range.end}` }
      const answer = await ask({ method: 'GET', file, headers, ...more })
      if (range === null || hasRange(answer, range)) return answer
      answer.body.destroy()
      if (answer.status === 206) throw badEnd()
      throw new DomainError('unavailable', `The server of the store ${storeId} gives no ranges.`)
    },
    async write(file, source) {
      const headers = { 'content-type': 'application/octet-stream' }
      await textOf(await ask({ method: 'PUT', file, source, headers }))
    },
  }
}

const hasRange = ({ status, headers }: RemoteAnswer, { start, end }: { start: number; end: number }) =>
  status === 206 && headers['content-range']?.startsWith(`bytes ${start}-${end}/`) === true

/** A server gives what there is of a range that ends too late. */
const badEnd = (): DomainError =>
  new DomainError('bad_range', 'The range is outside the data.', { field: 'Range' })

function addressOf(address: string, { datastore, path }: DatastoreFile): URL {
  const steps = path.split('/').map(encodeURIComponent).join('/')
  return new URL(`/folder/${steps}${urlEnding(datastore)}`, address)
}
