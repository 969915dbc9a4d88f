import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as wait } from 'node:timers/promises'
import { LaunchError } from './launch-error.mjs'

const POLL_MS = 200

/**
 * Runs `work` while no other launcher of this folder holds the lock of that name. It is a lock of the operating
 * system (SQLite's, on an empty file), so a killed holder frees it and nothing can go stale.
 */
export async function withLock<T>(
  root: string,
  name: string,
  onWait: () => void,
  work: () => Promise<T>,
): Promise<T> {
  const handle = openLock(join(root, '.runtime', 'locks'), name)
  try {
    if (!tryLock(handle)) {
      onWait()
      while (!tryLock(handle)) await wait(POLL_MS)
    }
    return await work()
  } finally {
    handle.close()
  }
}

function openLock(folder: string, name: string): DatabaseSync {
  try {
    mkdirSync(folder, { recursive: true })
    return new DatabaseSync(join(folder, `${name}.lock`), { timeout: 0 })
  } catch (error) {
    throw new LaunchError(
      `something must be prepared here (${name}), but ${folder} cannot be written: ${(error as Error).message}.\n` +
        'Remedy: run `npm run build` once as the owner of this folder.',
    )
  }
}

function tryLock(handle: DatabaseSync): boolean {
  try {
    handle.exec('BEGIN EXCLUSIVE')
    return true
  } catch (error) {
    const SQLITE_BUSY = 5
    if ((error as { errcode?: number }).errcode === SQLITE_BUSY) return false
    throw error
  }
}
