import { createHash } from 'node:crypto'
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { CachedImage, CacheRecords } from '#lib/domain/cache.ts'
import type { Image } from '#lib/domain/image.ts'
import { newImage } from '#lib/domain/new-image.ts'
import type { ImageData } from '#lib/domain/repository.ts'
import { openCacheFiles } from './cache-files.ts'
import { createImageCache, type ImageCache } from './image-cache.ts'

const ID = '11111111-2222-4333-8444-555555555555'
const unaborted = new AbortController().signal
const whole = { range: null, signal: unaborted, leavesCopy: true }

function imageOf(data: string): Image {
  const hashValue = createHash('sha512').update(data).digest('hex')
  const image = newImage({}, { id: ID, owner: 'red', nowMs: 0 })
  return { ...image, status: 'active', sizeBytes: data.length, hashAlgo: 'sha512', hashValue }
}

/** Gives the pieces one by one, each when it is asked for. */
function streamOf(...pieces: (string | Error)[]): ImageData {
  const rest = [...pieces]
  const stream = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const next = rest.shift()
        if (next === undefined) controller.close()
        else if (next instanceof Error) controller.error(next)
        else controller.enqueue(Buffer.from(next))
      },
    },
    { highWaterMark: 0 },
  )
  return { stream, lengthBytes: pieces.join('').length }
}

function fakeRecords(): CacheRecords {
  const entries = new Map<string, CachedImage>()
  return {
    list: async () => [...entries.values()],
    put: async (_node, entry) => void entries.set(entry.imageId, entry),
    hit: async () => undefined,
    remove: async (_node, imageId) => entries.delete(imageId),
    nodes: async () => [],
    nodesOf: async () => [],
    listGone: async () => [],
    listQueue: async () => [],
    enqueue: async () => undefined,
    dequeue: async () => false,
  }
}

async function openWorld() {
  const folder = await mkdtemp(join(tmpdir(), 'vitrine-image-cache-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const troubles: string[] = []
  const openCache = async (): Promise<ImageCache> =>
    createImageCache({
      files: await openCacheFiles(folder),
      records: fakeRecords(),
      ...{ node: 'one', maxBytes: 1000, stallMs: 60_000, nowMs: Date.now },
      find: () => Promise.reject(new Error('not asked')),
      report: (what) => troubles.push(what),
    })
  return {
    ...{ folder, troubles, openCache, cache: await openCache() },
    files: async () => [await readdir(join(folder, 'whole')), await readdir(join(folder, 'filling'))].flat(),
  }
}

const textOf = (data: ImageData): Promise<string> => new Response(data.stream).text()
const notAsked = () => Promise.reject(new Error('the store was asked'))

test('a whole, verified copy is served after a restart, too', async () => {
  const { cache, openCache } = await openWorld()
  const image = imageOf('one two')
  expect(await textOf(await cache.open(image, whole, async () => streamOf('one ', 'two')))).toBe('one two')
  await cache.close()

  const restarted = await openCache()
  expect(await textOf(await restarted.open(image, whole, notAsked))).toBe('one two')
  const range = { start: 4, end: 6 }
  expect(await textOf(await restarted.open(image, { ...whole, range }, notAsked))).toBe('two')
})

test('an image with another hash has no copy', async () => {
  const { cache } = await openWorld()
  await textOf(await cache.open(imageOf('one two'), whole, async () => streamOf('one two')))
  await cache.close()
  expect(await textOf(await cache.open(imageOf('two one'), whole, async () => streamOf('two one')))).toBe(
    'two one',
  )
})

test('while one fills, others read the store', async () => {
  const { cache, files } = await openWorld()
  const image = imageOf('one two')
  const first = await cache.open(image, whole, async () => streamOf('one ', 'two'))
  const second = await cache.open(image, whole, async () => streamOf('one two'))
  expect(await files()).toHaveLength(1)
  expect(await Promise.all([textOf(second), textOf(first)])).toEqual(['one two', 'one two'])
  await cache.close()
  expect(await files()).toHaveLength(1)
})

test.each<[string, (data: ImageData) => Promise<unknown>, (string | Error)[]]>([
  ['the reader goes away', (data) => data.stream.cancel(), ['one ', 'two']],
  ['the store breaks off', (data) => textOf(data).catch(() => null), ['one ', new Error('broken')]],
  ['the store ends early', textOf, ['one ']],
  ['the store gives other bytes', textOf, ['one ', 'TWO']],
])('no copy is left when %s, and the next reader tries again', async (_what, end, pieces) => {
  const { cache, files } = await openWorld()
  const image = imageOf('one two')
  await end(await cache.open(image, whole, async () => streamOf(...pieces)))
  await cache.close()
  expect(await files()).toEqual([])
  await textOf(await cache.open(image, whole, async () => streamOf('one two')))
  await cache.close()
  expect(await files()).toHaveLength(1)
})

test('data whose hash nobody knows, and data that is too large, is only passed on', async () => {
  const { cache, files } = await openWorld()
  const unknown = { ...imageOf('one two'), hashAlgo: null, hashValue: null }
  expect(await textOf(await cache.open(unknown, whole, async () => streamOf('one two')))).toBe('one two')
  const large = 'x'.repeat(1001)
  expect(await textOf(await cache.open(imageOf(large), whole, async () => streamOf(large)))).toBe(large)
  await cache.close()
  expect(await files()).toEqual([])
})

test('what a killed process left unfinished is removed when it has stalled', async () => {
  const { cache, folder, files } = await openWorld()
  const [old, young] = [`${ID}.old`, `${ID}.young`].map((name) => join(folder, 'filling', name)) as [
    string,
    string,
  ]
  await writeFile(old, 'half')
  await writeFile(young, 'half')
  await utimes(old, 0, 0)
  await cache.desk.clean()
  expect(await files()).toEqual([`${ID}.young`])
})

test('a copy that is shorter than its image is none', async () => {
  const { cache, folder } = await openWorld()
  const image = imageOf('one two')
  await textOf(await cache.open(image, whole, async () => streamOf('one two')))
  await cache.close()
  const [name = ''] = await readdir(join(folder, 'whole'))
  await writeFile(join(folder, 'whole', name), 'one')
  expect(await textOf(await cache.open(image, whole, async () => streamOf('one two')))).toBe('one two')
})
