import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '#lib/db/database.ts'
import { createImageRecords } from '#lib/db/image-records.ts'
import { createImageList } from '#lib/db/images/image-list.ts'
import type { Context } from '#lib/domain/context.ts'
import type { Image } from '#lib/domain/image.ts'
import { type Filter, type FilterColumn, type ImageQuery, SORT_KEYS } from '#lib/domain/query.ts'
import type { ImageRecords } from '#lib/domain/repository.ts'
import { forEachDatabase } from '#tests/support/database.ts'
import { inOrder, SORT_VALUES } from './image-order.ts'
import {
  addAll,
  adminOf,
  anImage,
  aQuery,
  idsOf,
  memberOf,
  ownersOf,
  readPages,
} from './image-records-builders.ts'

const me = memberOf('me')
const SECOND_MS = 1000
const BEGIN_MS = 1_700_000_000_000

/** Few different values, so that there are ties; and texts that sort differently by bytes, by locale and by case. */
const NAMES = [null, '', 'a', 'B', 'b', 'ä', 'Z', 'z', '~', '_', '％', '😀', '100%', 'a_b', 'AxB', 'Straße']
const pick = <T>(values: readonly [T, ...T[]] | readonly T[], n: number): T => values[n % values.length] as T

/** Of me, of everybody, shared with me: each list is a merge of all of these. */
const IMAGES: readonly Image[] = Array.from({ length: 200 }, (_, n) =>
  anImage({
    name: pick(NAMES, n * 7),
    status: pick(['active', 'queued', 'deactivated'] as const, n),
    owner: n % 4 < 2 ? 'me' : 'others',
    visibility:
      n % 4 === 2
        ? 'public'
        : n % 4 === 3
          ? 'shared'
          : pick(['private', 'shared', 'community', 'public'] as const, n),
    isProtected: n % 3 === 0,
    diskFormat: pick([null, 'raw', 'qcow2', 'iso'], n >> 2),
    containerFormat: pick([null, 'bare', 'ovf'], n >> 1),
    sizeBytes: pick([null, 0, 5, 2 ** 40, 10], n >> 3),
    virtualSizeBytes: pick([null, 100], n),
    minDiskGb: n % 3,
    minRamMb: n % 5,
    checksum: pick([null, 'c1', 'c2'], n),
    hashAlgo: pick([null, 'sha512'], n),
    hashValue: pick([null, 'h1', 'h2', 'h3'], n),
    createdAtMs: BEGIN_MS + (n % 40) * 300,
    updatedAtMs: BEGIN_MS + (n % 11) * 500,
    tags: pick([[], ['x'], ['x', 'y'], ['y', 'z']], n >> 1),
    locations: n % 9 === 0 ? [{ url: `other://${n}`, storeId: 'other', metadata: {} }] : [],
    properties: pick(
      [{}, { os: 'debian' }, { os: 'debian', arch: 'arm' }, { os: `${'é'.repeat(70)}1` }],
      n >> 2,
    ),
  }),
)

const columnIs = (column: FilterColumn, value: string | number | boolean): Filter => ({
  on: 'column',
  column,
  comparison: 'eq',
  value,
})

/** Filters with what they mean, for one image. */
const FILTERS: readonly (readonly [Filter, (image: Image) => boolean])[] = [
  [columnIs('name', 'b'), (image) => image.name === 'b'],
  [columnIs('name', ''), (image) => image.name === ''],
  [columnIs('status', 'active'), (image) => image.status === 'active'],
  [columnIs('owner', 'me'), (image) => image.owner === 'me'],
  [columnIs('protected', true), (image) => image.isProtected],
  [columnIs('protected', false), (image) => !image.isProtected],
  [columnIs('checksum', 'c1'), (image) => image.checksum === 'c1'],
  [columnIs('os_hash_algo', 'sha512'), (image) => image.hashAlgo === 'sha512'],
  [columnIs('os_hash_value', 'h2'), (image) => image.hashValue === 'h2'],
  [columnIs('size', 0), (image) => image.sizeBytes === 0],
  [columnIs('size', 2 ** 40), (image) => image.sizeBytes === 2 ** 40],
  [columnIs('size', 1.5), () => false],
  [columnIs('min_ram', 1e30), () => false],
  [columnIs('disk_format', 'raw'), (image) => image.diskFormat === 'raw'],
  [columnIs('container_format', 'ovf'), (image) => image.containerFormat === 'ovf'],
  [columnIs('id', IMAGES[17]?.id ?? ''), (image) => image.id === IMAGES[17]?.id],
  [
    { on: 'columnIn', column: 'name', values: ['a', 'Z', ''] },
    (image) => ['a', 'Z', ''].includes(image.name ?? 'absent'),
  ],
  [
    { on: 'columnIn', column: 'disk_format', values: ['raw', 'iso'] },
    (image) => ['raw', 'iso'].includes(image.diskFormat ?? ''),
  ],
  [
    { on: 'columnIn', column: 'id', values: idsOf(IMAGES.slice(0, 60)) },
    (image) => IMAGES.indexOf(image) < 60,
  ],
  [{ on: 'columnIn', column: 'status', values: [] }, () => false],
  [
    { on: 'column', column: 'size', comparison: 'gte', value: 4.5 },
    (image) => image.sizeBytes !== null && image.sizeBytes >= 4.5,
  ],
  [
    { on: 'column', column: 'size', comparison: 'lte', value: 5 },
    (image) => image.sizeBytes !== null && image.sizeBytes <= 5,
  ],
  [{ on: 'column', column: 'size', comparison: 'lt', value: 1e30 }, (image) => image.sizeBytes !== null],
  [
    { on: 'column', column: 'virtual_size', comparison: 'gt', value: 99.5 },
    (image) => image.virtualSizeBytes !== null,
  ],
  [{ on: 'column', column: 'min_disk', comparison: 'neq', value: 0 }, (image) => image.minDiskGb !== 0],
  [{ on: 'column', column: 'min_ram', comparison: 'gte', value: 3 }, (image) => image.minRamMb >= 3],
  [{ on: 'property', name: 'os', value: 'debian' }, (image) => image.properties.os === 'debian'],
  [
    { on: 'property', name: 'os', value: `${'é'.repeat(70)}1` },
    (image) => image.properties.os === `${'é'.repeat(70)}1`,
  ],
  [{ on: 'property', name: 'os', value: 'é'.repeat(70) }, () => false],
  [{ on: 'property', name: 'none', value: '' }, () => false],
  [{ on: 'tag', tag: 'x' }, (image) => image.tags.includes('x')],
  [{ on: 'tag', tag: 'y' }, (image) => image.tags.includes('y')],
  [{ on: 'tag', tag: 'X' }, () => false],
  ...[
    ...[
      'A',
      '%',
      '_',
      '!',
      'Ä',
      'STRASSE',
      '😀',
      'x',
      'zy',
      '"',
      "'",
      '*',
      'a*',
      '--',
      '\\',
      'NEAR(a b)',
      'a OR b',
      '{',
    ],
    ...[
      'S=deb',
      'debian',
      'rch=ARM',
      'ebi%n',
      'Stra',
      '100%',
      'é'.repeat(70),
      'é1',
      'no such thing',
      'os=debian os',
    ],
    (IMAGES[9]?.id ?? '').slice(0, 8).toUpperCase(),
    (IMAGES[9]?.id ?? '').slice(9, 28),
    // Of an id, less than this is no answer.
    (IMAGES[9]?.id ?? '').slice(0, 5),
  ].map((text): (typeof FILTERS)[number] => [
    { on: 'search', text },
    (image) => contains(image, text.toLowerCase()),
  ]),
  [{ on: 'store', storeId: 'other' }, (image) => image.locations.some(({ storeId }) => storeId === 'other')],
  ...(['eq', 'neq', 'gt', 'gte', 'lt', 'lte'] as const).flatMap((comparison) =>
    (['created_at', 'updated_at'] as const).map((column): (typeof FILTERS)[number] => [
      { on: 'column', column, comparison, value: BEGIN_MS + 2 * SECOND_MS },
      (image) => holds(wholeSecond(SORT_VALUES[column](image)) - (BEGIN_MS + 2 * SECOND_MS), comparison),
    ]),
  ),
]

function contains({ id, name, tags, properties }: Image, text: string): boolean {
  const pairs = Object.entries(properties).map(([key, value]) => `${key}=${value}`)
  const texts = [name ?? '', ...tags, ...pairs, ...(text.length >= 6 ? [id] : [])]
  return texts.some((each) => each.toLowerCase().includes(text))
}

/** What the wire shows of a time. */
function wholeSecond(ms: string | number): number {
  return Math.floor(Number(ms) / SECOND_MS) * SECOND_MS
}

function holds(difference: number, comparison: 'eq' | 'neq' | 'gt' | 'gte' | 'lt' | 'lte'): boolean {
  const answers = {
    eq: difference === 0,
    neq: difference !== 0,
    gt: difference > 0,
    gte: difference >= 0,
    lt: difference < 0,
    lte: difference <= 0,
  }
  return answers[comparison]
}

forEachDatabase((open) => {
  let database: Database
  let records: ImageRecords
  beforeAll(async () => {
    database = await open()
    records = createImageRecords(database)
    await addAll(records, IMAGES)
    for (const image of IMAGES.filter(
      ({ owner, visibility }) => owner === 'others' && visibility === 'shared',
    )) {
      await records.addMember(adminOf('setup'), image, 'me')
      await records.setMemberStatus(me, image, 'me', 'accepted')
    }
  })

  const read = async (ctx: Context, query: ImageQuery) => (await readPages(records, ctx, query)).flat()

  describe('the order of a list', () => {
    const names = (images: readonly Image[]) => images.map((image) => `${image.id} ${image.name}`)

    it('is newest first when nothing is said', async () => {
      expect(names(await read(me, aQuery({ limit: 9 })))).toEqual(names(inOrder(IMAGES, [])))
    })

    it.each(SORT_KEYS.flatMap((key) => (['asc', 'desc'] as const).map((direction) => ({ key, direction }))))(
      'by $key $direction gives each image once, in pages of any size',
      async (step) => {
        for (const limit of [3, 50]) {
          expect(names(await read(me, aQuery({ sort: [step], limit })))).toEqual(
            names(inOrder(IMAGES, [step])),
          )
        }
      },
    )

    it('says whether a page is full, and gives nothing for a limit of nothing', async () => {
      expect((await records.list(me, aQuery({ limit: 200 }))).isFull).toBe(true)
      expect((await records.list(me, aQuery({ limit: 201 }))).isFull).toBe(false)
      expect(await records.list(me, aQuery({ limit: 0 }))).toEqual({ items: [], isFull: false })
    })
  })

  describe('a filter', () => {
    it.each(FILTERS.map(([filter, meets]) => ({ filter, meets, what: JSON.stringify(filter).slice(0, 90) })))(
      'keeps what meets it, and nothing else: $what',
      async ({ filter, meets }) => {
        const expected = inOrder(IMAGES.filter(meets), [])
        expect(idsOf(await read(me, aQuery({ filters: [filter], limit: 10 })))).toEqual(idsOf(expected))
        // As when more than a handful of images meet it.
        const inOrderOnly = { ...records, ...createImageList(database, { mostCandidates: 0 }) }
        const pages = await readPages(inOrderOnly, adminOf('me'), aQuery({ filters: [filter], limit: 50 }))
        expect(idsOf(pages.flat())).toEqual(idsOf(expected))
      },
    )

    it('also takes a time in the form of the wire', async () => {
      const filter: Filter = {
        on: 'column',
        column: 'created_at',
        comparison: 'gte',
        value: new Date(BEGIN_MS + 5000).toISOString(),
      }
      const expected = IMAGES.filter((image) => image.createdAtMs >= BEGIN_MS + 5000)
      expect(await read(me, aQuery({ filters: [filter] }))).toHaveLength(expected.length)
    })

    it('that makes no sense is invalid', async () => {
      const nonsense = [
        { on: 'column', column: 'created_at', comparison: 'gt', value: 'yesterday' },
        { on: 'column', column: 'updated_at', comparison: 'gt', value: 1e30 },
        { on: 'column', column: 'size', comparison: 'gt', value: 'big' },
      ] as const
      for (const filter of nonsense) {
        await expect(records.list(me, aQuery({ filters: [filter] }))).rejects.toMatchObject({
          code: 'invalid',
        })
      }
    })
  })

  it('comes to as many images and bytes, of the same projects, as its pages hold, by either way to them', async () => {
    for (const [filter] of FILTERS.slice(0, -12)) {
      const query = aQuery({ filters: [filter], limit: 50 })
      const images = await read(me, query)
      const bytes = images.reduce((sum, { sizeBytes }) => sum + (sizeBytes ?? 0), 0)
      for (const { total, owners } of [records, createImageList(database, { mostCandidates: 0 })]) {
        expect([filter, await total(me, query), await owners(me, query)]).toEqual([
          filter,
          { count: images.length, bytes, isMore: false },
          { owners: ownersOf(images), isMore: false },
        ])
      }
    }
  })

  it('answers any mixture of filters, orders and page sizes as one would by hand', async () => {
    const steps = fc.array(
      fc.record({ key: fc.constantFrom(...SORT_KEYS), direction: fc.constantFrom('asc' as const, 'desc') }),
      { maxLength: 4 },
    )
    const filters = fc.array(fc.constantFrom(...FILTERS), { maxLength: 2 })
    await fc.assert(
      fc.asyncProperty(steps, filters, fc.integer({ min: 3, max: 60 }), async (sort, chosen, limit) => {
        const expected = IMAGES.filter((image) => chosen.every(([, meets]) => meets(image)))
        const query = aQuery({ sort, limit, filters: chosen.map(([filter]) => filter) })
        expect(idsOf(await read(me, query))).toEqual(idsOf(inOrder(expected, sort)))
      }),
      { numRuns: 60 },
    )
  })

  it('continues from a time that is stored more exactly than it is shown', async () => {
    const images = [0, 1, 2].map((n) => anImage({ owner: 'exact', createdAtMs: BEGIN_MS + n }))
    await addAll(records, images)
    const sort = [{ key: 'created_at', direction: 'asc' }] as const
    const exact = aQuery({ visibility: 'shared', sort, limit: 1, filters: [columnIs('owner', 'exact')] })
    expect(idsOf(await read(memberOf('exact'), exact))).toEqual(idsOf(images))
  })

  it('continues after an image that the filters leave out', async () => {
    const sorted = inOrder(IMAGES, [])
    const place = sorted.findIndex((image) => image.status !== 'active')
    const query = aQuery({ filters: [columnIs('status', 'active')], marker: sorted[place]?.id ?? '' })
    const expected = sorted.slice(place).filter((image) => image.status === 'active')
    expect(idsOf((await records.list(me, query)).items)).toEqual(idsOf(expected))
  })
})
