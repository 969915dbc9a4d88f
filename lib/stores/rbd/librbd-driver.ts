import { join } from 'node:path'
import { CephFault } from './ceph-fault.ts'
import type { Connected, Handle } from './librbd-messages.ts'
import type { RbdDriver, RbdImage, RbdOpening } from './rbd-driver.ts'
import type { RbdOptions } from './rbd-options.ts'
import { roomIn } from './rbd-room.ts'
import { createRbdThreads, type RbdThreads, type ThreadCall } from './rbd-threads.ts'

/** Calls of librbd under way at once, for all images of a store. */
const MOST_THREADS = 4
/** Ceph itself gives up first. */
const GRACE_MS = 2000
/** ESHUTDOWN: the cluster has shut this client out, and it must come back as another. */
const SHUT_OUT = -108

/** librbd in this process, through threads of its own. Connects when it is first asked. */
export function createLibrbdDriver(options: RbdOptions): RbdDriver {
  const threads = createRbdThreads({
    workerPath: join(/* turbopackIgnore: true */ options.appDir, 'lib', 'stores', 'rbd', 'librbd-worker.ts'),
    most: MOST_THREADS,
    limitMs: options.timeoutMs + GRACE_MS,
  })
  let connection: Promise<Connected> | null = null
  const connected = (): Promise<Connected> => {
    connection ??= connect(threads, options).catch((error: unknown) => {
      connection = null
      throw error
    })
    return connection
  }
  const inPool = async <T>(step: (connected: Connected) => Promise<T>): Promise<T> => {
    try {
      return await step(await connected())
    } catch (error) {
      if (error instanceof CephFault && error.errno === SHUT_OUT) connection = null
      throw error
    }
  }
  const open = (name: string, opening: RbdOpening = {}) =>
    inPool(({ pool }) => openImage(threads, pool, { name, ...opening }))
  return {
    fsid: () => inPool(async ({ fsid }) => fsid),
    room: () =>
      inPool(async ({ cluster }) => {
        const ask = (question: Readonly<Record<string, string>>) =>
          threads.ask('askMonitors', cluster, { ...question, format: 'json' }).answer
        const quota = { prefix: 'osd pool get-quota', pool: options.pool }
        return roomIn(options, { usage: await ask({ prefix: 'df' }), quota: await ask(quota) })
      }),
    list: () => inPool(({ pool }) => threads.ask('list', pool).answer),
    create(name, sizeBytes) {
      const { features, objectOrder: order } = options
      return inPool(({ pool }) => threads.ask('create', pool, name, { sizeBytes, features, order }).answer)
    },
    open: async (name, opening) => (await open(name, opening)).image,
    countUsers: (name) =>
      inPool(async ({ instanceId }) => {
        const { handle, using, image } = await open(name, { isUnseen: true })
        const watchers = await using(threads.ask('listWatchers', handle)).finally(image.close)
        return watchers.filter((id) => id !== instanceId).length
      }),
    async countChildren(name, snapshot) {
      const { handle, using, image } = await open(name, { snapshot, isUnseen: true })
      return using(threads.ask('countChildren', handle)).finally(image.close)
    },
    rename: (from, to) => inPool(({ pool }) => threads.ask('rename', pool, from, to).answer),
    remove: (name) => inPool(({ pool }) => threads.ask('remove', pool, name).answer),
  }
}

async function connect(threads: RbdThreads, options: RbdOptions): Promise<Connected> {
  const seconds = String(Math.ceil(options.timeoutMs / 1000))
  const { keyring, key } = options
  const terms = {
    ...{ client_mount_timeout: seconds, rados_mon_op_timeout: seconds, rados_osd_op_timeout: seconds },
    // What a write returns from is safe, and no memory is taken for bytes that wait.
    rbd_cache: 'false',
    // Nobody writes but us. Else a snapshot asks all who have the image open to pause, again and again while one is dead.
    rbd_default_snapshot_quiesce_mode: 'skip',
    // Faults are told where they happen; a library does not write logs.
    ...{ log_to_stderr: 'false', err_to_stderr: 'false', log_file: '', admin_socket: '' },
    ...(keyring === undefined ? {} : { keyring }),
    ...(key === undefined ? {} : { key: key.reveal() }),
  }
  const { cephConf, user, pool } = options
  return threads.ask('connect', { cephConf, user, pool, options: terms }).answer
}

interface OpenedImage {
  readonly image: RbdImage
  readonly handle: Handle
  /** The answer of a call with the handle, which is kept open until the call has ended. */
  using<T>(call: ThreadCall<T>): Promise<T>
}

async function openImage(
  threads: RbdThreads,
  pool: Handle,
  { name, snapshot = null, isUnseen = false }: RbdOpening & { readonly name: string },
): Promise<OpenedImage> {
  const opening = threads.ask('open', pool, { name, snapshot, isUnseen })
  const opened = await opening.answer.catch((error: unknown) => {
    // It may be open after all, when nobody waits any more.
    void opening.over.then((late) => late && threads.ask('close', late.image))
    throw error
  })
  const handle = opened.image
  /** Calls that have not returned; some of them may have been given up. */
  const running = new Set<Promise<unknown>>()
  const using: OpenedImage['using'] = ({ answer, over }) => {
    running.add(over)
    void over.then(() => running.delete(over))
    return answer
  }
  const close = async (): Promise<void> => {
    const isIdle = running.size === 0
    const closing = Promise.all(running)
      .then(() => threads.ask('close', handle).answer)
      .catch(() => undefined)
    if (isIdle) await closing
  }
  let closed: Promise<void> | null = null
  const image = {
    ...imageOver(threads, { handle, using, sizeBytes: opened.sizeBytes }),
    close() {
      closed ??= close()
      return closed
    },
  }
  return { image, handle, using }
}

interface ImageTerms extends Pick<OpenedImage, 'handle' | 'using'> {
  readonly sizeBytes: number
}

function imageOver(threads: RbdThreads, { handle, using, ...terms }: ImageTerms): Omit<RbdImage, 'close'> {
  let { sizeBytes } = terms
  return {
    sizeBytes: () => sizeBytes,
    read: (offset, lengthBytes) => using(threads.ask('read', handle, offset, lengthBytes)),
    write: (offset, bytes) => using(threads.ask('write', handle, offset, shared(bytes))),
    async resize(bytes) {
      await using(threads.ask('resize', handle, bytes))
      sizeBytes = bytes
    },
    getKey: (key) => using(threads.ask('getKey', handle, key)),
    setKey: (key, value) => using(threads.ask('setKey', handle, key, value)),
    removeKey: (key) => using(threads.ask('removeKey', handle, key)),
    hasSnapshot: (name) => using(threads.ask('hasSnapshot', handle, name)),
    keepSnapshot: (name) => using(threads.ask('keepSnapshot', handle, name)),
    dropSnapshot: (name) => using(threads.ask('dropSnapshot', handle, name)),
  }
}

/** The same bytes where every thread sees them: as they are, if they are there already. */
function shared(bytes: Uint8Array): Uint8Array {
  if (bytes.buffer instanceof SharedArrayBuffer) return bytes
  const copy = new Uint8Array(new SharedArrayBuffer(bytes.length))
  copy.set(bytes)
  return copy
}
