import { execFile } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdtemp, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'

const run = promisify(execFile)
const MIB = 1024 ** 2

export interface Disk {
  readonly path: string
  readonly name: string
  readonly sizeBytes: number
  readonly sha512: string
}

/** Real disk images, made by qemu-img; `debian` is large enough to be broken off in the middle. */
export interface Disks {
  /** qcow2, 24 MiB of data on a disk of 20 GiB. */
  readonly debian: Disk
  /** The same length, other content. */
  readonly impostor: Disk
  readonly small: Disk
  readonly other: Disk
  /** qcow2 on top of a backing file. */
  readonly dependent: Disk
  /** A qcow2 image that was compressed. */
  readonly packed: Disk
  /** Where they lie; whoever made them removes it. */
  readonly folder: string
}

export async function makeDisks(): Promise<Disks> {
  const folder = await mkdtemp(join(tmpdir(), 'vitrine-disks-'))
  const at = (name: string): string => join(folder, name)
  await makeQcow2(at('debian-12.qcow2'), 24 * MIB)
  await makeQcow2(at('small.qcow2'), MIB)
  await makeQcow2(at('other.qcow2'), 2 * MIB)
  await run('qemu-img', [
    'create',
    '-q',
    '-f',
    'qcow2',
    '-F',
    'qcow2',
    '-b',
    at('small.qcow2'),
    at('child.qcow2'),
  ])
  const { size } = await stat(at('debian-12.qcow2'))
  await writeFile(at('impostor.qcow2'), randomBytes(size))
  await writeFile(at('debian-12.qcow2.gz'), await promisify(gzip)(randomBytes(MIB)))
  const [debian, impostor, small, other, dependent, packed] = await Promise.all(
    [
      'debian-12.qcow2',
      'impostor.qcow2',
      'small.qcow2',
      'other.qcow2',
      'child.qcow2',
      'debian-12.qcow2.gz',
    ].map((name) => describeDisk(at(name), name)),
  )
  return { debian, impostor, small, other, dependent, packed, folder } as Disks
}

async function makeQcow2(path: string, dataBytes: number): Promise<void> {
  const raw = `${path}.raw`
  await writeFile(raw, randomBytes(dataBytes))
  await truncate(raw, 20 * 1024 * MIB)
  await run('qemu-img', ['convert', '-q', '-f', 'raw', '-O', 'qcow2', raw, path])
}

async function describeDisk(path: string, name: string): Promise<Disk> {
  const hash = createHash('sha512')
  await pipeline(createReadStream(path), hash)
  return { path, name, sizeBytes: (await stat(path)).size, sha512: hash.digest('hex') }
}
