import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { FetchLimits, SafeFetchOptions } from '#lib/net/safe-fetch.ts'
import { networksOf } from '#lib/net/special-networks.ts'
import type { UrlRules } from '#lib/net/url-rules.ts'

/** A file that a web server gives, and how well it does so. */
export interface ServedFile {
  readonly bytes: Uint8Array
  /** Default: a strong one. */
  readonly etag?: string | null
  readonly ignoresRanges?: boolean
  /** Sends chunks, without Content-Length. */
  readonly isChunked?: boolean
  /** Breaks the connection after so many bytes of each answer. */
  readonly breaksAfter?: number
  /** Sends so many bytes of each answer, and then nothing more. */
  readonly stallsAfter?: number
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
}

export interface FileServer {
  readonly url: string
  /** By path; may be changed while it runs. */
  readonly files: Map<string, ServedFile>
  /** Method, path and Range of each request. */
  readonly requests: { readonly method: string; readonly path: string; readonly range: string | null }[]
  close(): Promise<void>
}

/** A web server on loopback that can misbehave. */
export async function startFileServer(): Promise<FileServer> {
  const files: FileServer['files'] = new Map()
  const requests: FileServer['requests'] = []
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://x')
    const range = request.headers.range ?? null
    requests.push({ method: request.method ?? '', path: pathname, range })
    const file = files.get(pathname)
    if (file === undefined) response.writeHead(404).end()
    else give(file, request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    files,
    requests,
    close() {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

function give(file: ServedFile, request: IncomingMessage, response: ServerResponse): void {
  const { bytes, etag = '"one"', status = 200, isChunked, ignoresRanges, headers = {} } = file
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
  if (etag !== null) response.setHeader('etag', etag)
  const condition = request.headers['if-range']
  const isWhole = ignoresRanges || status !== 200 || (condition !== undefined && condition !== etag)
  const range = isWhole ? null : rangeOf(request.headers.range, bytes.length)
  if (range === 'outside') {
    return void response.writeHead(416, { 'content-range': `bytes */${bytes.length}` }).end()
  }
  const part = range === null ? bytes : bytes.subarray(range.start, range.end + 1)
  if (range !== null) response.setHeader('content-range', `bytes ${range.start}-${range.end}/${bytes.length}`)
  if (!isChunked) response.setHeader('content-length', part.length)
  response.writeHead(range === null ? status : 206)
  if (request.method === 'HEAD') response.end()
  else send(part, file, response)
}

function send(part: Uint8Array, { breaksAfter, stallsAfter }: ServedFile, response: ServerResponse): void {
  const most = breaksAfter ?? stallsAfter
  if (most === undefined || part.length <= most) response.end(part)
  else if (breaksAfter === undefined) response.write(part.subarray(0, most))
  // Broken off only when everything has left this process.
  else response.write(part.subarray(0, breaksAfter), () => response.destroy())
}

function rangeOf(header: string | undefined, size: number) {
  const [, start, end] = /^bytes=(\d+)-(\d*)$/.exec(header ?? '') ?? []
  if (start === undefined) return null
  if (Number(start) >= size) return 'outside'
  return { start: Number(start), end: Math.min(size - 1, end ? Number(end) : size - 1) }
}

const ANY = { allowed: [], refused: [] }
/** Loopback is allowed, all other special networks are not. */
export const LOOPBACK_RULES: UrlRules = {
  ...{ schemes: ANY, hosts: ANY, ports: ANY },
  networks: networksOf(['127.0.0.1']),
}
const GENEROUS: FetchLimits = {
  ...{ redirects: 3, headerBytes: 16_384 },
  ...{ headerMs: 30_000, idleMs: 30_000, totalMs: 60_000 },
}
export const LOOPBACK: SafeFetchOptions = { rules: LOOPBACK_RULES, limits: GENEROUS }

export async function bytesOf(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  for await (const piece of source) pieces.push(piece)
  return Buffer.concat(pieces)
}
