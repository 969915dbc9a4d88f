import { type FileHandle, mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Files, nodeFiles } from '#lib/stores/filesystem/files.ts'
import { createFilesystemStore } from '#lib/stores/filesystem/filesystem-store.ts'
import type { WritableStore } from '#lib/stores/store.ts'
import { storeContract } from '#tests/stores/store-contract.ts'
import { contentOf, someBytes, unaborted } from './upload-world.ts'

const newFolder = () => mkdtemp(join(tmpdir(), 'vitrine-store-'))
const remove = (folder: string) => rm(folder, { recursive: true, force: true })
const key = { uploadId: 'upload-1', imageId: 'image-1' }

describe('the filesystem store', () => {
  storeContract(async () => {
    const folder = await newFolder()
    const reopen = () => createFilesystemStore({ id: 'file', folder })
    return { store: reopen(), reopen, close: () => remove(folder) }
  })
})

describe('the filesystem store with several folders and holes', () => {
  storeContract(async () => {
    const folder = await newFolder()
    const folders = [
      { path: join(folder, 'one'), priority: 1 },
      { path: join(folder, 'two'), priority: 2 },
    ]
    const reopen = () => createFilesystemStore({ id: 'file', folder: folders, isThin: true })
    return { store: reopen(), reopen, close: () => remove(folder) }
  })
})

/** Files that misbehave: their handles are changed on their way out. */
function filesWith(change: (handle: FileHandle) => Partial<FileHandle>): Files {
  return {
    ...nodeFiles,
    async open(path, flags, mode) {
      const handle = await nodeFiles.open(path, flags, mode)
      return new Proxy(handle, {
        get(target, name) {
          const changed: unknown = Reflect.get(change(handle), name)
          if (changed !== undefined) return changed
          const value: unknown = Reflect.get(target, name)
          return typeof value === 'function' ? value.bind(target) : value
        },
      })
    },
  }
}

function systemError(code: string): Error {
  return Object.assign(new Error(code), { code })
}

describe('the filesystem store under faults', () => {
  let folder: string
  beforeEach(async () => {
    folder = await newFolder()
  })
  afterEach(() => remove(folder))

  test.each(['ENOSPC', 'EDQUOT', 'EFBIG'])('%s is a limit, with a remedy', async (code) => {
    const files = filesWith(() => ({ writev: () => Promise.reject(systemError(code)) }) as never)
    const store = createFilesystemStore({ id: 'file', folder, files })
    const staging = await store.openStaging(key)
    const append = staging.append([someBytes(10)], 0)
    await expect(append).rejects.toMatchObject({ code: 'over_limit', message: /no room.*Free some space/s })
    expect(staging.size()).toBe(0)
    await staging.close()
  })

  test('a folder that has become read-only fails the probe for writing, not the one for reading', async () => {
    const assertWritable = () => Promise.reject(systemError('EROFS'))
    const store = createFilesystemStore({ id: 'file', folder, files: { ...nodeFiles, assertWritable } })
    await expect(store.probe?.('read', unaborted)).resolves.toBeUndefined()
    const refusal = { code: 'unavailable', message: expect.stringContaining('(EROFS)') }
    await expect(store.probe?.('write', unaborted)).rejects.toMatchObject(refusal)
  })

  test('two folders of one file system have its room once', async () => {
    const one = createFilesystemStore({ id: 'file', folder })
    const files = { ...nodeFiles, roomOf: async () => ({ device: 1, totalBytes: 100, freeBytes: 40 }) }
    const folders = ['a', 'b'].map((name) => ({ path: join(folder, name), priority: 0 }))
    const two = createFilesystemStore({ id: 'file', folder: folders, files })
    expect(await two.capacity?.(unaborted)).toEqual({ totalBytes: 100, freeBytes: 40 })
    expect(await one.capacity?.(unaborted)).toMatchObject({ totalBytes: expect.any(Number) })
  })

  test.each(['EIO', 'EROFS', 'EACCES'])('%s means that the store does not work', async (code) => {
    const files = filesWith(() => ({ writev: () => Promise.reject(systemError(code)) }) as never)
    const store = createFilesystemStore({ id: 'file', folder, files })
    const staging = await store.openStaging(key)
    await expect(staging.append([someBytes(10)], 0)).rejects.toMatchObject({ code: 'unavailable' })
    await staging.close()
  })

  test('short writes and short reads are completed', async () => {
    const files = filesWith(
      (handle) =>
        ({
          writev: ([first = new Uint8Array(0)]: Uint8Array[], at: number) =>
            handle.writev([first.subarray(0, 7)], at),
          read: (bytes: Uint8Array, from: number, count: number, at: number) =>
            handle.read(bytes, from, Math.min(count, 5), at),
        }) as never,
    )
    const store = createFilesystemStore({ id: 'file', folder, files })
    const bytes = someBytes(1000)
    const staging = await store.openStaging(key)
    await staging.append([bytes.subarray(0, 10), bytes.subarray(10, 500), bytes.subarray(500)], 0)
    const target = new Uint8Array(1000)
    expect(await staging.read(0, target)).toBe(1000)
    expect(Buffer.compare(target, bytes)).toBe(0)
    const url = await staging.commit()
    await staging.close()
    const { stream } = await store.open(url, null, unaborted)
    expect(Buffer.compare(await contentOf(stream), bytes)).toBe(0)
  })

  test('data is durable before its name, and the name before commit returns', async () => {
    const steps: string[] = []
    const logging = filesWith((handle) => ({
      sync: async () => {
        const stats = await handle.stat()
        steps.push(stats.isDirectory() ? 'sync folder' : `sync ${stats.size} bytes`)
        await handle.sync()
      },
    }))
    const files: Files = {
      ...logging,
      async rename(from, to) {
        steps.push('rename')
        await nodeFiles.rename(from, to)
      },
    }
    const store = createFilesystemStore({ id: 'file', folder, files })
    const staging = await store.openStaging(key)
    await staging.append([someBytes(10)], 0)
    steps.length = 0
    await staging.commit()
    await staging.close()
    expect(steps).toEqual(['sync 10 bytes', 'rename', 'sync folder', 'sync folder'])
  })

  test('data that ends before its size breaks the stream instead of ending it', async () => {
    const store = createFilesystemStore({ id: 'file', folder })
    const staging = await store.openStaging(key)
    await staging.append([someBytes(3_000_000)], 0)
    const url = await staging.commit()
    const data = await store.open(url, null, unaborted)
    await staging.truncate(10)
    await staging.close()
    await expect(contentOf(data.stream)).rejects.toMatchObject({ code: 'unavailable' })
  })

  test('files are for the service alone', async () => {
    const store = createFilesystemStore({ id: 'file', folder })
    const staging = await store.openStaging(key)
    await staging.append([someBytes(1)], 0)
    expect((await stat(join(folder, 'staging', 'upload-1'))).mode & 0o777).toBe(0o600)
    await staging.commit()
    await staging.close()
    expect((await stat(join(folder, 'images', 'image-1'))).mode & 0o777).toBe(0o600)
    expect((await stat(join(folder, 'images'))).mode & 0o777).toBe(0o700)
  })

  test('a moved data folder keeps working', async () => {
    const store = createFilesystemStore({ id: 'file', folder: join(folder, 'old') })
    const staging = await store.openStaging(key)
    await staging.append([someBytes(10)], 0)
    const url = await staging.commit()
    await staging.close()
    await nodeFiles.rename(join(folder, 'old'), join(folder, 'new'))
    const moved = createFilesystemStore({ id: 'file', folder: join(folder, 'new') })
    expect(await moved.sizeOf(url)).toBe(10)
  })

  test('an open stream that is cancelled, aborted or read to its end leaves no file open', async () => {
    const store = createFilesystemStore({ id: 'file', folder })
    const staging = await store.openStaging(key)
    await staging.append([someBytes(3_000_000)], 0)
    const url = await staging.commit()
    await staging.close()
    const before = (await readdir('/proc/self/fd')).length
    const abort = new AbortController()
    const streams = await Promise.all(
      [unaborted, unaborted, abort.signal].map((signal) => store.open(url, null, signal)),
    )
    await streams[0]?.stream.cancel()
    await contentOf(streams[1]?.stream as ReadableStream<Uint8Array>)
    abort.abort()
    await expect(contentOf(streams[2]?.stream as ReadableStream<Uint8Array>)).rejects.toThrow()
    await expect.poll(async () => (await readdir('/proc/self/fd')).length).toBe(before)
  })
})

describe('the filesystem store, as the operator sets it,', () => {
  let folder: string
  beforeEach(async () => {
    folder = await newFolder()
  })
  afterEach(() => remove(folder))
  const commit = async (
    store: WritableStore,
    bytes: Uint8Array,
    imageId = 'image-1',
    totalBytes = bytes.length,
  ) => {
    const staging = await store.openStaging({ uploadId: `upload-${imageId}`, imageId, totalBytes })
    await staging.append([bytes], 0)
    const url = await staging.commit()
    await staging.close()
    return url
  }

  test.each([
    ['the highest priority', { a: 500, b: 900, c: 900 }, 'a'],
    ['the next with room, when that is full', { a: 50, b: 400, c: 900 }, 'c'],
    ['where there is room at all', { a: 50, b: 400, c: 100 }, 'b'],
  ])('puts new data into the folder with %s', async (_, free: Record<string, number>, chosen) => {
    const files: Files = { ...nodeFiles, freeBytes: async (path) => free[path.at(-1) ?? ''] ?? 0 }
    const folders = [
      { path: join(folder, 'b'), priority: 1 },
      { path: join(folder, 'a'), priority: 2 },
      { path: join(folder, 'c'), priority: 1 },
    ]
    const store = createFilesystemStore({ id: 'file', folder: folders, files })
    const url = await commit(store, someBytes(200))
    expect(url).toContain(`/${chosen}/images/`)
    expect(await createFilesystemStore({ id: 'file', folder: folders }).sizeOf(url)).toBe(200)
    await store.remove(url)
    await expect(store.sizeOf(url)).rejects.toMatchObject({ code: 'not_found' })
    await expect(commit(store, someBytes(200), 'image-2', 1000)).rejects.toMatchObject({ code: 'over_limit' })
  })

  test('goes on in the folder where an upload began, though another has more room by now', async () => {
    const free: Record<string, number> = { a: 1000, b: 500 }
    const files: Files = { ...nodeFiles, freeBytes: async (path) => free[path.at(-1) ?? ''] ?? 0 }
    const folders = ['a', 'b'].map((name) => ({ path: join(folder, name), priority: 0 }))
    const store = createFilesystemStore({ id: 'file', folder: folders, files })
    const staging = await store.openStaging(key)
    await staging.append([someBytes(100)], 0)
    await staging.close()
    free.b = 5000
    const again = await store.openStaging(key)
    expect(again.size()).toBe(100)
    expect(await again.commit()).toContain('/a/images/')
    await again.close()
  })

  test('writes no zeros when it is thin, whatever data begins, ends and breaks off with', async () => {
    const store = createFilesystemStore({ id: 'file', folder, isThin: true })
    const bytes = new Uint8Array(8_000_000)
    bytes.set(someBytes(100_000), 3_000_000)
    const url = await commit(store, bytes)
    const { size, blocks } = await stat(join(folder, 'images', 'image-1'))
    expect(size).toBe(bytes.length)
    expect(blocks * 512).toBeLessThan(400_000)
    const { stream } = await store.open(url, null, unaborted)
    expect(Buffer.compare(await contentOf(stream), bytes)).toBe(0)
  })

  test('shows nothing of a write that failed where zeros come to stand', async () => {
    let isFull = true
    const files = filesWith(
      (handle) =>
        ({
          writev: async (pieces: Uint8Array[], at: number) => {
            const written = await handle.writev(pieces, at)
            if (isFull) throw systemError('ENOSPC')
            return written
          },
        }) as never,
    )
    const store = createFilesystemStore({ id: 'file', folder, isThin: true, files })
    const staging = await store.openStaging(key)
    await expect(staging.append([someBytes(200_000)], 0)).rejects.toMatchObject({ code: 'over_limit' })
    isFull = false
    await staging.append([new Uint8Array(300_000)], 0)
    const target = new Uint8Array(300_000).fill(1)
    expect(await staging.read(0, target)).toBe(300_000)
    expect(target.every((byte) => byte === 0)).toBe(true)
    await staging.close()
  })

  test('lets others read images when it is told to, but not what is staged, nor list what there is', async () => {
    const store = createFilesystemStore({ id: 'file', folder, fileMode: 0o640 })
    const staging = await store.openStaging(key)
    await staging.append([someBytes(1)], 0)
    const modeOf = async (...path: string[]) => (await stat(join(folder, ...path))).mode & 0o777
    expect(await modeOf('staging', 'upload-1')).toBe(0o600)
    await staging.commit()
    await staging.close()
    expect(await modeOf('images', 'image-1')).toBe(0o640)
    expect(await modeOf('images')).toBe(0o710)
    expect(await modeOf('staging')).toBe(0o700)
  })
})
