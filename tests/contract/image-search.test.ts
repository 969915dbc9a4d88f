import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { createCompiledQuestions } from '#lib/db/compiled-questions.ts'
import type { Database } from '#lib/db/database.ts'
import { createImageRecords } from '#lib/db/image-records.ts'
import { conditionsOf } from '#lib/db/images/image-filters.ts'
import { totalOrder } from '#lib/db/images/image-order.ts'
import { pageQuestion } from '#lib/db/images/image-page.ts'
import { slicesOf } from '#lib/db/images/image-visibility.ts'
import { imageSearch } from '#lib/db/migrations/0019-image-search.ts'
import type { ImageRecords } from '#lib/domain/repository.ts'
import { forEachDatabase } from '#tests/support/database.ts'
import { addAll, adminOf, anImage, aQuery, memberOf } from './image-records-builders.ts'

const me = memberOf('me')
const search = (text: string) => aQuery({ filters: [{ on: 'search', text }] })

forEachDatabase((open, dialect) => {
  let database: Database
  let records: ImageRecords
  beforeAll(async () => {
    database = await open()
    records = createImageRecords(database)
    const images = Array.from({ length: 400 }, (_, n) =>
      anImage({ owner: n % 2 === 0 ? 'me' : 'others', visibility: 'private', name: `crowd ${n}` }),
    )
    await addAll(records, images)
    // New entries wait outside of PostgreSQL's index until it is tidied, which it does by itself from time to time.
    await sql.raw(dialect === 'postgres' ? 'vacuum analyze' : 'analyze').execute(database.kysely)
  })

  const namesOf = async (text: string, query = search(text)) =>
    (await records.list(me, query)).items.map(({ name }) => name)

  it.each(['needle', 'crowd 37', 'q', 'zz', '"*', '%_'])(
    'finds the few images with “%s” by the index of parts of texts, and reads no table from end to end',
    async (text) => {
      const query = search(text)
      const conditions = conditionsOf(query.filters, { dialect, searchedProperties: null })
      const plan = {
        ...{ slices: slicesOf(me, query), conditions, rarest: conditions[0] },
        ...{ order: totalOrder([]), isFirstPage: true },
      }
      const explain = sql.raw(dialect === 'sqlite' ? 'explain query plan' : 'explain')
      const asked = createCompiledQuestions(database.kysely).ask(
        'plan',
        () => sql<object>`${explain} ${pageQuestion(dialect, plan)}`,
        Object.assign({ project: 'me', limit: 25 }, ...conditions.map(({ values }) => values)),
      )
      const { rows } = await database.kysely.connection().execute(async (connection) => {
        // With so few rows PostgreSQL would rather read them all.
        if (dialect === 'postgres') await sql`set enable_seqscan = off`.execute(connection)
        return connection.executeQuery(asked)
      })
      const steps = rows.map((row) => String(Object.values(row).at(-1))).join('\n')
      expect(steps).toMatch(
        dialect === 'sqlite'
          ? /SCAN image_grams VIRTUAL TABLE INDEX/
          : /Bitmap Index Scan on image_texts_by_gram/,
      )
      expect(steps).not.toMatch(/SCAN image_texts|SCAN images|Seq Scan on image_texts/)
    },
  )

  it('follows every change of an image, and forgets it with the image', async () => {
    const image = anImage({ owner: 'me', name: 'Needle', tags: ['sharp'], properties: { metal: 'Steel' } })
    const added = await records.add(me, image)
    const after = { ...added, name: 'Pin', tags: ['blunt'], properties: { metal: 'brass', kept: 'yes' } }
    const saved = await records.save(me, { before: added, after })
    for (const text of ['needle', 'sharp', 'steel']) expect([text, await namesOf(text)]).toEqual([text, []])
    for (const text of ['PIN', 'blunt', 'metal=BRASS', 'kept']) expect(await namesOf(text)).toEqual(['Pin'])
    await records.save(me, { before: saved, after: { ...saved, properties: { kept: 'yes' } } })
    expect(await namesOf('brass')).toEqual([])
    await records.remove(adminOf('me'), saved)
    expect(await namesOf('blunt')).toEqual([])
    const count = sql<{
      count: unknown
    }>`select count(*) as count from image_texts where image_id = ${image.id}`
    expect(Number((await count.execute(database.kysely)).rows[0]?.count)).toBe(0)
  })

  it('finds what each of two changes at once has brought', async () => {
    const image = await records.add(me, anImage({ owner: 'me', name: 'two hands' }))
    await Promise.all(
      ['leftmost', 'rightmost'].map((tag) =>
        records.save(me, {
          before: image,
          after: { ...image, tags: [tag], properties: { [tag]: 'is here' } },
        }),
      ),
    )
    for (const text of ['leftmost', 'rightmost', 'leftmost=is here', 'rightmost=is here'])
      expect([text, await namesOf(text)]).toEqual([text, ['two hands']])
  })

  it('looks only into the properties that the asker may read', async () => {
    await records.add(
      me,
      anImage({ owner: 'me', name: 'half open', properties: { secret: 'hush-hush', plain: 'spoken aloud' } }),
    )
    const asWho = (text: string) => ({
      ...search(text),
      mayReadProperty: (name: string) => name !== 'secret',
    })
    expect(await namesOf('', asWho('hush-hush'))).toEqual([])
    expect(await records.total(me, asWho('secret'))).toMatchObject({ count: 0 })
    expect(await namesOf('', asWho('spoken aloud'))).toEqual(['half open'])
    expect(await namesOf('', asWho('half open'))).toEqual(['half open'])
    expect(await namesOf('hush-hush')).toEqual(['half open'])
  })

  describe('when it is installed', () => {
    it('finds the images that were there before', async () => {
      const old = await open()
      await createImageRecords(old).add(
        me,
        anImage({ owner: 'me', name: 'Forebear', tags: ['ancient'], properties: { age: 'great' } }),
      )
      await sql`drop table image_texts`.execute(old.kysely)
      if (dialect === 'sqlite') await sql`drop table image_grams`.execute(old.kysely)
      await sql`drop index images_of_store`.execute(old.kysely)
      await imageSearch.up(old.kysely)
      for (const text of ['forebear', 'ancient', 'age=great', 'a'])
        expect((await createImageRecords(old).list(me, search(text))).items).toHaveLength(1)
    })
  })
})
