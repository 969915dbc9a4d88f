import { createReadStream } from 'node:fs'
import { pipeline, type Readable, type Transform } from 'node:stream'
import * as zlib from 'node:zlib'
import { DomainError } from '#lib/domain/errors.ts'
import { endOf, type ProcessLimits, spawnLimited } from './limited-process.ts'
import { readZip } from './read-zip.ts'

export type Packing = 'gzip' | 'zip' | 'xz' | 'zstd'

export interface Packed extends ProcessLimits {
  readonly path: string
  readonly packing: Packing
  readonly signal: AbortSignal
  /** Packed bytes that were read. */
  readonly onRead: (bytes: number) => void
}

const CHUNK_BYTES = 1024 * 1024

/**
 * What is in a packed file, piece by piece. The reader sets the pace; ending the iteration early releases everything.
 * Fails with `unsupported_media` when the file is damaged or cut short.
 */
export function unpackedPieces(packed: Packed): AsyncIterable<Uint8Array> {
  if (packed.packing === 'xz') return unpackByXz(packed)
  if (packed.packing === 'zip') return unpackZip(packed)
  const unpacker = packed.packing === 'gzip' ? zlib.createGunzip({ chunkSize: CHUNK_BYTES }) : zstdUnpacker()
  return through(packed, unpacker, {})
}

/** Node has it since 22.15. */
function hasZstd(): boolean {
  return typeof zlib.createZstdDecompress === 'function'
}

function zstdUnpacker(): Transform {
  if (!hasZstd()) throw new DomainError('unsupported_media', 'This service cannot unpack zstd data.')
  return zlib.createZstdDecompress({ chunkSize: CHUNK_BYTES })
}

interface Part {
  readonly start?: number
  readonly end?: number
}

async function* through(packed: Packed, unpacker: Transform, part: Part): AsyncGenerator<Uint8Array> {
  const { path, packing, signal, onRead } = packed
  const source = createReadStream(/* turbopackIgnore: true */ path, { ...part, highWaterMark: CHUNK_BYTES })
  source.on('data', (piece) => onRead(piece.length))
  // The iteration tells what went wrong.
  pipeline(source, unpacker, () => {})
  try {
    for await (const piece of unpacker as AsyncIterable<Uint8Array>) {
      signal.throwIfAborted()
      yield piece
    }
  } catch (error) {
    signal.throwIfAborted()
    throw isZlibError(error) ? damaged(packing, error) : error
  } finally {
    source.destroy()
    unpacker.destroy()
  }
}

function isZlibError(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return /^(Z_|ZSTD_)/.test(code)
}

async function* unpackZip(packed: Packed): AsyncGenerator<Uint8Array> {
  const member = await readZip(packed.path)
  let crc = 0
  let bytes = 0
  const part = { start: member.start, end: member.start + member.packedBytes - 1 }
  for await (const piece of member.packedBytes === 0 ? [] : memberPieces(packed, member.method, part)) {
    crc = zlib.crc32(piece, crc)
    bytes += piece.length
    // A directory that lies would make the announced size worthless.
    if (bytes > member.unpackedBytes) throw damaged('zip')
    yield piece
  }
  if (bytes !== member.unpackedBytes || crc !== member.crc32) throw damaged('zip')
}

function memberPieces(packed: Packed, method: 0 | 8, part: Part): AsyncIterable<Uint8Array> {
  if (method === 8) return through(packed, zlib.createInflateRaw({ chunkSize: CHUNK_BYTES }), part)
  return createReadStream(/* turbopackIgnore: true */ packed.path, { ...part, highWaterMark: CHUNK_BYTES })
}

/** By the program xz: there is no library of it in Node, and the program can be held within limits by the kernel. */
async function* unpackByXz(packed: Packed): AsyncGenerator<Uint8Array> {
  const { path, signal, memoryBytes, cpuSeconds } = packed
  const args = ['--decompress', '--stdout', '--format=xz', '--threads=1', '--quiet', '--', path]
  const own = new AbortController()
  const child = spawnLimited({
    ...{ program: 'xz', args, memoryBytes, cpuSeconds, fileBytes: 0 },
    signal: AbortSignal.any([signal, own.signal]),
  })
  const ended = endOf(child)
  try {
    yield* child.stdout as Readable & AsyncIterable<Uint8Array>
    const { code, words } = await ended
    signal.throwIfAborted()
    if (code === 127) throw new DomainError('unsupported_media', 'This service cannot unpack xz data.')
    if (code !== 0) throw damaged('xz', words)
  } finally {
    own.abort()
    await ended
  }
}

function damaged(packing: Packing, cause?: unknown): DomainError {
  return new DomainError('unsupported_media', `The ${packing} data is damaged or not complete.`, { cause })
}
