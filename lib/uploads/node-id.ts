import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'

/**
 * One running server: `host/boot/pid/start/random`. It owns leases, and tells what may be believed about bytes that
 * another server left behind.
 */
export type NodeId = string

interface NodeParts {
  readonly host: string
  /** The run of the machine's kernel. */
  readonly boot: string
  readonly pid: string
  readonly start: string
}

export function createNodeId(): NodeId {
  const start = Math.round(performance.timeOrigin)
  return [hostname().replaceAll('/', '_'), bootId(), process.pid, start, randomBytes(4).toString('hex')].join(
    '/',
  )
}

/** Whether that server has certainly ended: on this host, in this run of the kernel or an earlier one. */
export function isCertainlyOver(owner: string, self: NodeId): boolean {
  const [other, own] = [partsOf(owner), partsOf(self)]
  if (other.host !== own.host || other.boot === '') return false
  if (other.boot !== own.boot) return true
  if (other.pid === own.pid) return other.start !== own.start
  return !isRunning(Number(other.pid))
}

/**
 * Whether bytes that the writer handed to its kernel are still what it handed over: the same kernel runs on. After a
 * loss of power only what was synced is certain; the file may be longer, with a tail of zeros.
 */
export function keptItsKernel(writer: NodeId, self: NodeId): boolean {
  const [other, own] = [partsOf(writer), partsOf(self)]
  return own.boot !== '' && other.host === own.host && other.boot === own.boot
}

function partsOf(id: string): NodeParts {
  const [host = '', boot = '', pid = '', start = ''] = id.split('/')
  return { host, boot, pid, start }
}

/** Empty where the system does not tell: then only synced bytes are believed. */
function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim().slice(0, 8)
  } catch {
    return ''
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
