import { constants, type Stats } from 'node:fs'
import {
  access,
  chmod,
  type FileHandle,
  mkdir,
  open,
  readdir,
  rename,
  stat,
  statfs,
  unlink,
} from 'node:fs/promises'
import { errnoOf } from './file-faults.ts'

/** What the store needs of a file system; tests give one that fails on demand. */
export interface Files {
  open(path: string, flags: number, mode?: number): Promise<FileHandle>
  rename(from: string, to: string): Promise<void>
  unlink(path: string): Promise<void>
  stat(path: string): Promise<Stats>
  readdir(path: string): Promise<string[]>
  mkdir(path: string): Promise<void>
  chmod(path: string, mode: number): Promise<void>
  /** What this user may still write there. */
  freeBytes(path: string): Promise<number>
  /** Rejects unless this user may make and remove files in the folder. */
  assertWritable(path: string): Promise<void>
  /** The file system that holds the path. */
  roomOf(path: string): Promise<FileSystemRoom>
}

export interface FileSystemRoom {
  /** The same for paths of one file system. */
  readonly device: number
  readonly totalBytes: number
  readonly freeBytes: number
}

export const nodeFiles: Files = {
  open,
  rename,
  unlink,
  stat,
  readdir: (path) => readdir(path),
  async mkdir(path) {
    await mkdir(path, { recursive: true, mode: 0o700 })
  },
  chmod,
  async freeBytes(path) {
    const { bavail, bsize } = await statfs(path)
    return bavail * bsize
  },
  assertWritable: (path) => access(path, constants.W_OK | constants.X_OK),
  async roomOf(path) {
    const [{ blocks, bfree, bavail, bsize }, { dev: device }] = await Promise.all([statfs(path), stat(path)])
    // What is kept for root alone is room for nobody else.
    return { device, totalBytes: (blocks - (bfree - bavail)) * bsize, freeBytes: bavail * bsize }
  },
}

/** Size of a file; null when there is none. */
export async function sizeIfPresent(files: Files, path: string): Promise<number | null> {
  try {
    return (await files.stat(path)).size
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return null
    throw error
  }
}

/** Whether there was a file to remove. */
export async function unlinkIfPresent(files: Files, path: string): Promise<boolean> {
  try {
    await files.unlink(path)
    return true
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return false
    throw error
  }
}

/** Makes names in a folder durable: a new or renamed file exists for sure only after its folder was synced. */
export async function syncFolder(files: Files, path: string): Promise<void> {
  const handle = await files.open(path, constants.O_RDONLY)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
