import { parentPort } from 'node:worker_threads'
import koffi from 'koffi'
import type { ConnectTerms, Handle, RbdCalls, RbdCommand, RbdReply } from './librbd-messages.ts'

// Started by its path, outside any bundle. Calls of librbd block this thread, and no other: the event loop and Node's own
// thread pool never wait for a cluster. Pointers are good for all threads of the process, so any thread may use what
// another has opened.

const port = parentPort
if (port === null) throw new Error('librbd-worker.ts runs as a worker thread only.')

const rados = koffi.load('librados.so.2')
const rbd = koffi.load('librbd.so.1')

const POINTER = koffi.pointer('void')
const OUT_POINTER = koffi.out(koffi.pointer('void *'))
const OUT_INT = koffi.out(koffi.pointer('int'))
const OUT_SIZE = koffi.out(koffi.pointer('size_t'))
const INOUT_SIZE = koffi.inout(koffi.pointer('size_t'))
/** struct { char *addr; int64_t id; uint64_t cookie } */
const WATCHER_BYTES = 24

const ENOENT = -2
const EEXIST = -17
const EBUSY = -16
const EINVAL = -22
const ERANGE = -34

/** Longest value of a key of ours. */
const MOST_VALUE_BYTES = 64
const MOST_WATCHERS = 256

const C = {
  radosCreate: rados.func('rados_create', 'int', [OUT_POINTER, 'str']),
  readConf: rados.func('rados_conf_read_file', 'int', [POINTER, 'str']),
  setConf: rados.func('rados_conf_set', 'int', [POINTER, 'str', 'str']),
  connect: rados.func('rados_connect', 'int', [POINTER]),
  shutdown: rados.func('rados_shutdown', 'void', [POINTER]),
  fsid: rados.func('rados_cluster_fsid', 'int', [POINTER, 'void *', 'size_t']),
  instance: rados.func('rados_get_instance_id', 'uint64_t', [POINTER]),
  askMonitors: rados.func('rados_mon_command', 'int', [
    ...[POINTER, koffi.pointer('str'), 'size_t', 'str', 'size_t'],
    ...[OUT_POINTER, OUT_SIZE, OUT_POINTER, OUT_SIZE],
  ]),
  freeAnswer: rados.func('rados_buffer_free', 'void', [POINTER]),
  openPool: rados.func('rados_ioctx_create', 'int', [POINTER, 'str', OUT_POINTER]),
  closePool: rados.func('rados_ioctx_destroy', 'void', [POINTER]),
  writeObject: rados.func('rados_write', 'int', [POINTER, 'str', 'void *', 'size_t', 'uint64_t']),
  tryWhenFull: rados.func('rados_set_osdmap_full_try', 'void', [POINTER]),
  list: rbd.func('rbd_list', 'int', [POINTER, 'void *', INOUT_SIZE]),
  create: rbd.func('rbd_create2', 'int', [
    ...[POINTER, 'str', 'uint64_t', 'uint64_t'],
    koffi.inout(koffi.pointer('int')),
  ]),
  open: rbd.func('rbd_open', 'int', [POINTER, 'str', OUT_POINTER, 'str']),
  openReadOnly: rbd.func('rbd_open_read_only', 'int', [POINTER, 'str', OUT_POINTER, 'str']),
  close: rbd.func('rbd_close', 'int', [POINTER]),
  size: rbd.func('rbd_get_size', 'int', [POINTER, koffi.out(koffi.pointer('uint64_t'))]),
  write: rbd.func('rbd_write', 'int64_t', [POINTER, 'uint64_t', 'size_t', 'void *']),
  read: rbd.func('rbd_read', 'int64_t', [POINTER, 'uint64_t', 'size_t', 'void *']),
  flush: rbd.func('rbd_flush', 'int', [POINTER]),
  resize: rbd.func('rbd_resize', 'int', [POINTER, 'uint64_t']),
  getKey: rbd.func('rbd_metadata_get', 'int', [POINTER, 'str', 'void *', INOUT_SIZE]),
  setKey: rbd.func('rbd_metadata_set', 'int', [POINTER, 'str', 'str']),
  removeKey: rbd.func('rbd_metadata_remove', 'int', [POINTER, 'str']),
  takeSnapshot: rbd.func('rbd_snap_create', 'int', [POINTER, 'str']),
  protect: rbd.func('rbd_snap_protect', 'int', [POINTER, 'str']),
  unprotect: rbd.func('rbd_snap_unprotect', 'int', [POINTER, 'str']),
  isProtected: rbd.func('rbd_snap_is_protected', 'int', [POINTER, 'str', OUT_INT]),
  removeSnapshot: rbd.func('rbd_snap_remove', 'int', [POINTER, 'str']),
  children: rbd.func('rbd_list_children3', 'int', [POINTER, POINTER, INOUT_SIZE]),
  watchers: rbd.func('rbd_watchers_list', 'int', [POINTER, 'void *', INOUT_SIZE]),
  forgetWatchers: rbd.func('rbd_watchers_list_cleanup', 'void', [POINTER, 'size_t']),
  rename: rbd.func('rbd_rename', 'int', [POINTER, 'str', 'str']),
  remove: rbd.func('rbd_remove', 'int', [POINTER, 'str']),
}

/** librbd removes by way of it, and makes it with the first removal: a pool that is full by then could not be emptied any
 *  more. So it is there before there is anything to remove. */
const TRASH = 'rbd_trash'

class CephError extends Error {
  readonly errno: number
  readonly step: string
  constructor(errno: number, step: string) {
    super(`${step}: ${errno}`)
    this.errno = errno
    this.step = step
  }
}

type Call = (...args: unknown[]) => number | bigint

/** Gives what the function gives, unless that is a negative errno which is not among `fine`. */
function ask(step: keyof typeof C, args: readonly unknown[], fine: readonly number[] = []): number {
  const result = Number((C[step] as Call)(...args))
  if (result < 0 && !fine.includes(result)) throw new CephError(result, step)
  return result
}

/** The pointer that a function gives through its parameter. */
function pointerFrom(
  step: keyof typeof C,
  before: readonly unknown[],
  behind: readonly unknown[] = [],
): Handle {
  const target: [Handle | null] = [null]
  ask(step, [...before, target, ...behind])
  if (target[0] === null) throw new CephError(EINVAL, step)
  return target[0]
}

/** Names, asked for again when there are more than fit. */
function list(pool: Handle): string[] {
  for (let bytes = 16 * 1024; ; ) {
    const buffer = Buffer.alloc(bytes)
    const size: [number | bigint] = [bytes]
    const result = ask('list', [pool, buffer, size], [ERANGE])
    if (result !== ERANGE) return buffer.toString('utf8', 0, result).split('\0').filter(Boolean)
    bytes = Number(size[0]) + 1024
  }
}

function connect({ cephConf, user, options, pool }: ConnectTerms) {
  const cluster = pointerFrom('radosCreate', [], [user])
  try {
    ask('readConf', [cluster, cephConf === '' ? null : cephConf])
    // Older Ceph does not know every option, and then needs it not.
    for (const [name, value] of Object.entries(options)) ask('setConf', [cluster, name, value], [ENOENT])
    ask('connect', [cluster])
    const fsid = Buffer.alloc(37)
    ask('fsid', [cluster, fsid, fsid.length])
    const opened = pointerFrom('openPool', [cluster, pool])
    // A full pool is to refuse; else writes to it would wait until there is room again.
    C.tryWhenFull(opened)
    return {
      ...{ cluster, pool: opened, fsid: fsid.toString('latin1', 0, 36) },
      instanceId: BigInt(C.instance(cluster) as number | bigint),
    }
  } catch (error) {
    C.shutdown(cluster)
    throw error
  }
}

/** Both answers are the library's memory: the data, and words about it. */
function askMonitors(cluster: Handle, question: Readonly<Record<string, string>>): string {
  const [answer, words]: [Handle | null][] = [[null], [null]]
  const size: [number | bigint] = [0]
  try {
    ask('askMonitors', [cluster, [JSON.stringify(question)], 1, null, 0, answer, size, words, [0]])
    return answer?.[0] == null ? '' : koffi.decode(answer[0], 'char', Number(size[0]))
  } finally {
    for (const each of [answer, words]) if (each?.[0] != null) C.freeAnswer(each[0])
  }
}

function listWatchers(image: Handle): bigint[] {
  const buffer = Buffer.alloc(WATCHER_BYTES * MOST_WATCHERS)
  const count: [number | bigint] = [MOST_WATCHERS]
  ask('watchers', [image, buffer, count])
  const watchers = Number(count[0])
  const ids = Array.from({ length: watchers }, (_, index) => buffer.readBigInt64LE(index * WATCHER_BYTES + 8))
  C.forgetWatchers(buffer, watchers)
  return ids
}

const calls: RbdCalls = {
  connect,
  askMonitors,
  list,
  create(pool, name, { sizeBytes, features, order }) {
    ask('writeObject', [pool, TRASH, Buffer.alloc(0), 0, 0])
    ask('create', [pool, name, sizeBytes, features, [order]])
  },
  open(pool, { name, snapshot, isUnseen }) {
    const image = pointerFrom(isUnseen ? 'openReadOnly' : 'open', [pool, name], [snapshot])
    const size: [number | bigint] = [0]
    ask('size', [image, size])
    return { image, sizeBytes: Number(size[0]) }
  },
  close: (image) => void ask('close', [image]),
  write: (image, offset, bytes) => void ask('write', [image, offset, bytes.length, bytes]),
  read(image, offset, lengthBytes) {
    const bytes = new Uint8Array(lengthBytes)
    return bytes.subarray(0, ask('read', [image, offset, lengthBytes, bytes]))
  },
  flush: (image) => void ask('flush', [image]),
  resize: (image, sizeBytes) => void ask('resize', [image, sizeBytes]),
  getKey(image, key) {
    const buffer = Buffer.alloc(MOST_VALUE_BYTES)
    const result = ask('getKey', [image, key, buffer, [MOST_VALUE_BYTES]], [ENOENT])
    return result === ENOENT ? null : buffer.toString('latin1', 0, buffer.indexOf(0))
  },
  setKey: (image, key, value) => void ask('setKey', [image, key, value]),
  removeKey: (image, key) => void ask('removeKey', [image, key], [ENOENT]),
  hasSnapshot: (image, name) => ask('isProtected', [image, name, [0]], [ENOENT]) !== ENOENT,
  keepSnapshot(image, name) {
    ask('takeSnapshot', [image, name], [EEXIST])
    ask('protect', [image, name], [EBUSY])
  },
  dropSnapshot(image, name) {
    ask('unprotect', [image, name], [ENOENT, EINVAL])
    ask('removeSnapshot', [image, name], [ENOENT])
  },
  countChildren(image) {
    const count: [number | bigint] = [0]
    const result = ask('children', [image, null, count], [ERANGE])
    return result === ERANGE ? Number(count[0]) : 0
  },
  listWatchers,
  rename: (pool, from, to) => void ask('rename', [pool, from, to]),
  remove: (pool, name) => void ask('remove', [pool, name]),
}

function obey({ job, name, args }: RbdCommand): RbdReply {
  try {
    return { job, result: (calls[name] as (...args: readonly unknown[]) => unknown)(...args) }
  } catch (error) {
    if (error instanceof CephError) return { job, errno: error.errno, step: error.step }
    throw error
  }
}

port.on('message', (command: RbdCommand) => {
  const reply = obey(command)
  const isData = 'result' in reply && reply.result instanceof Uint8Array
  port.postMessage(reply, isData ? [(reply.result as Uint8Array<ArrayBuffer>).buffer] : [])
})
