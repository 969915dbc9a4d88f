import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'

/**
 * What the platform can do with nothing of ours in between: `node:http` and `fs`, hashing on the main thread.
 * `GET /json/<bytes>` a fixed answer of that size; `PUT /hash/<name>` and `PUT /plain/<name>` store a file; `GET /file/<name>`.
 * Usage: node bare-server.ts <folder>; prints its port.
 */
const folder = process.argv[2] ?? '.'
const READ_BLOCK_BYTES = 1024 * 1024
/** What waits for the disk goes to it in one write: some 1.2 times as fast as with the default of 64 KiB. */
const WRITE_BUFFER_BYTES = 4 * 1024 * 1024

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [, kind = '', name = ''] = (request.url ?? '/').split('/')
  if (kind === 'json') return sendJson(response, Number(name))
  const path = join(folder, name)
  if (kind === 'file') return sendFile(response, path)
  if (kind === 'hash') await storeHashed(request, path)
  else await pipeline(request, createWriteStream(path, { highWaterMark: WRITE_BUFFER_BYTES }))
  response.writeHead(204).end()
}

function sendJson(response: ServerResponse, sizeBytes: number): void {
  const body = JSON.stringify({ filler: 'x'.repeat(Math.max(0, sizeBytes - 13)) })
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length }).end(body)
}

async function sendFile(response: ServerResponse, path: string): Promise<void> {
  const { size } = await stat(path)
  response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': size })
  await pipeline(createReadStream(path, { highWaterMark: READ_BLOCK_BYTES }), response)
}

async function storeHashed(request: IncomingMessage, path: string): Promise<void> {
  const md5 = createHash('md5')
  const sha512 = createHash('sha512')
  request.on('data', (chunk: Buffer) => {
    md5.update(chunk)
    sha512.update(chunk)
  })
  await pipeline(request, createWriteStream(path, { highWaterMark: WRITE_BUFFER_BYTES }))
  md5.digest()
  sha512.digest()
}

const server = createServer({ requestTimeout: 0 }, (request, response) => {
  answer(request, response).catch(() => response.destroy())
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.stdout.write(`${typeof address === 'object' ? address?.port : ''}\n`)
})
