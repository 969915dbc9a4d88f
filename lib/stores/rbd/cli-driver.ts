import { CephFault, ERRNO } from './ceph-fault.ts'
import { cephProgram, type RunCeph } from './ceph-program.ts'
import type { RbdDriver, RbdImage } from './rbd-driver.ts'
import type { RbdOptions } from './rbd-options.ts'
import { roomIn } from './rbd-room.ts'

const FEATURE_NAMES: readonly [number, string][] = [
  [1, 'layering'],
  [4, 'exclusive-lock'],
  [8, 'object-map'],
  [16, 'fast-diff'],
  [32, 'deep-flatten'],
]

interface ImageInfo {
  readonly size: number
  readonly object_size: number
  readonly block_name_prefix: string
  readonly parent?: unknown
}

/**
 * Ceph's own programs, for machines where librbd cannot be called: slower, as each step is a process, and images are not kept
 * open, so nothing tells others that they are read.
 */
export function createCliDriver(options: RbdOptions): RbdDriver {
  const run = cephProgram(options)
  const rbd = (...args: string[]) => run('rbd', args)
  const json = async <T>(...args: string[]): Promise<T> =>
    JSON.parse((await rbd(...args, '--format', 'json')).toString('utf8')) as T
  return {
    async fsid() {
      try {
        return (await run('ceph', ['fsid'])).toString('utf8').trim()
      } catch (error) {
        const isRefused = error instanceof CephFault && error.errno !== ERRNO.libraryMissing
        throw isRefused ? new CephFault(error.errno, 'connect') : error
      }
    },
    async room() {
      const ask = async (...args: string[]) => (await run('ceph', [...args, '--format', 'json'])).toString()
      return roomIn(options, {
        usage: await ask('df'),
        quota: await ask('osd', 'pool', 'get-quota', options.pool),
      })
    },
    list: () => json<string[]>('ls'),
    async create(name, sizeBytes) {
      const features = FEATURE_NAMES.filter(([bit]) => (options.features & bit) !== 0).map(([, each]) => each)
      // As librbd-worker.ts does.
      await run('rados', ['create', 'rbd_trash']).catch(fine(ERRNO.exists))
      const shape = ['--size', `${sizeBytes}B`, '--object-size', `${2 ** options.objectOrder}B`]
      await rbd('create', '--image-format', '2', ...shape, '--image-feature', features.join(','), name)
    },
    async open(name, { snapshot } = {}) {
      const spec = snapshot === undefined || snapshot === null ? name : `${name}@${snapshot}`
      const info = await json<ImageInfo>('info', spec)
      if (info.parent === undefined) return imageOver({ run, info, name })
      // Its objects are not all its data.
      throw new CephFault(ERRNO.notSupported, 'reading a clone without librbd')
    },
    countUsers: async (name) => (await json<{ watchers?: unknown[] }>('status', name)).watchers?.length ?? 0,
    countChildren: async (name, snapshot) =>
      (await json<unknown[]>('children', `${name}@${snapshot}`)).length,
    rename: async (from, to) => void (await rbd('rename', from, to)),
    remove: async (name) => void (await rbd('rm', '--no-progress', name)),
  }
}

interface CliImage {
  readonly run: RunCeph
  readonly info: ImageInfo
  readonly name: string
}

function imageOver(image: CliImage): RbdImage {
  const { run, info, name } = image
  const rbd = (...args: string[]) => run('rbd', args)
  let sizeBytes = info.size
  return {
    sizeBytes: () => sizeBytes,
    async read(offset, lengthBytes) {
      const bytes = Buffer.alloc(Math.max(0, Math.min(lengthBytes, sizeBytes - offset)))
      for (const { object, within, from, to } of slicesOf(image, offset, bytes.length)) {
        // An object that is not there is zeros. What stands before the range comes, too.
        const most = { mostBytes: within + to - from }
        const piece = await run('rados', ['get', object, '-'], most).catch(fine(ERRNO.noEntry))
        if (piece !== null) bytes.set(piece.subarray(within), from)
      }
      return bytes
    },
    async write(offset, bytes) {
      for (const { object, within, from, to } of slicesOf(image, offset, bytes.length)) {
        const args = ['put', object, '-', '--offset', String(within)]
        await run('rados', args, { input: bytes.subarray(from, to) })
      }
    },
    async resize(bytes) {
      await rbd('resize', '--no-progress', '--allow-shrink', '--size', `${bytes}B`, name)
      sizeBytes = bytes
    },
    getKey: async (key) =>
      (await rbd('image-meta', 'get', name, key).catch(fine(ERRNO.noEntry)))?.toString('utf8').trim() ?? null,
    setKey: async (key, value) => void (await rbd('image-meta', 'set', name, key, value)),
    removeKey: async (key) => void (await rbd('image-meta', 'remove', name, key).catch(fine(ERRNO.noEntry))),
    async hasSnapshot(snapshot) {
      const listed = await rbd('snap', 'ls', name, '--format', 'json')
      const snapshots = JSON.parse(listed.toString('utf8')) as { name: string }[]
      return snapshots.some((each) => each.name === snapshot)
    },
    async keepSnapshot(snapshot) {
      await rbd('snap', 'create', '--no-progress', `${name}@${snapshot}`).catch(fine(ERRNO.exists))
      await rbd('snap', 'protect', `${name}@${snapshot}`).catch(fine(ERRNO.busy))
    },
    async dropSnapshot(snapshot) {
      await rbd('snap', 'unprotect', `${name}@${snapshot}`).catch(fine(ERRNO.noEntry, ERRNO.invalid))
      await rbd('snap', 'rm', '--no-progress', `${name}@${snapshot}`).catch(fine(ERRNO.noEntry))
    },
    close: () => Promise.resolve(),
  }
}

/** The objects that hold a range of an image, and which bytes of the range each has. */
function slicesOf({ info }: CliImage, offset: number, lengthBytes: number) {
  const slices: { object: string; within: number; from: number; to: number }[] = []
  let from = 0
  while (from < lengthBytes) {
    const number = Math.floor((offset + from) / info.object_size)
    const within = offset + from - number * info.object_size
    const to = Math.min(lengthBytes, from + info.object_size - within)
    const object = `${info.block_name_prefix}.${number.toString(16).padStart(16, '0')}`
    slices.push({ object, within, from, to })
    from = to
  }
  return slices
}

const fine =
  (...errnos: number[]) =>
  (error: unknown): null => {
    if (error instanceof CephFault && errnos.includes(error.errno)) return null
    throw error
  }
