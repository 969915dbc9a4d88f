import { Kysely } from 'kysely'
import { DomainError } from '#lib/domain/errors.ts'
import { glanceDialect } from './glance-dialects.ts'
import { type GlanceImage, imagesAfter } from './glance-images.ts'
import { type GlanceNamespace, namespacesAfter } from './glance-metadefs.ts'
import type { GlanceResourceTypeRow, GlanceTables } from './glance-tables.ts'
import { parseGlanceUrl } from './glance-url.ts'

/** The database of a Glance, read only. */
export interface GlanceDatabase {
  /** @throws `invalid` when it is no Glance's, or of one before Rocky; `unavailable` when it does not answer */
  check(): Promise<void>
  /** Images that are not deleted, some at a time, in order. */
  images(): AsyncGenerator<readonly GlanceImage[]>
  deletedCount(): Promise<number>
  /** Those of the ids that Glance has, and has not deleted. */
  alive(ids: readonly string[]): Promise<ReadonlySet<string>>
  namespaces(): AsyncGenerator<readonly GlanceNamespace[]>
  resourceTypes(): Promise<readonly GlanceResourceTypeRow[]>
  close(): Promise<void>
}

const PAGE = 200

/** @throws `invalid` when the text is no address of a database */
export function openGlance(text: string): GlanceDatabase {
  const url = parseGlanceUrl(text)
  const db = new Kysely<GlanceTables>({ dialect: glanceDialect(url) })
  // SQLite knows no false, and PostgreSQL compares it with nothing else.
  const no = url.kind === 'sqlite' ? 0 : false
  return {
    check: () => checkTables(db),
    images: () =>
      pages(
        (after: string | null) => imagesAfter(db, { after, no, limit: PAGE }),
        (image) => image.row.id,
      ),
    async deletedCount() {
      const { count } = await db
        .selectFrom('images')
        .select((eb) => eb.fn.countAll<number | string>().as('count'))
        .where('deleted', '<>', no)
        .executeTakeFirstOrThrow()
      return Number(count)
    },
    async alive(ids) {
      if (ids.length === 0) return new Set()
      const rows = await db
        .selectFrom('images')
        .select('id')
        .where('id', 'in', ids)
        .where('deleted', '=', no)
        .execute()
      return new Set(rows.map(({ id }) => id))
    },
    namespaces: () =>
      pages(
        (after: number | null) => namespacesAfter(db, after, PAGE),
        (each) => each.row.id,
      ),
    resourceTypes: () =>
      db
        .selectFrom('metadef_resource_types')
        .select(['id', 'name', 'created_at', 'updated_at'])
        .orderBy('name')
        .execute(),
    close: () => db.destroy(),
  }
}

async function* pages<Item, Key>(
  read: (after: Key | null) => Promise<readonly Item[]>,
  keyOf: (item: Item) => Key,
): AsyncGenerator<readonly Item[]> {
  let after: Key | null = null
  for (;;) {
    const page: readonly Item[] = await read(after)
    const last = page.at(-1)
    if (last === undefined) return
    yield page
    after = keyOf(last)
  }
}

async function checkTables(db: Kysely<GlanceTables>): Promise<void> {
  const tables = await db.introspection.getTables().catch((cause: Error) => {
    throw new DomainError(
      'unavailable',
      `The database of Glance cannot be read: ${cause.message || String(cause)}`,
      {
        cause,
      },
    )
  })
  const columns = tables.find(({ name }) => name === 'images')?.columns.map(({ name }) => name)
  if (columns === undefined) {
    throw new DomainError('invalid', 'That database has no table of images: it is not that of a Glance.')
  }
  if (
    !columns.includes('visibility') ||
    !columns.includes('os_hidden') ||
    !columns.includes('os_hash_value')
  ) {
    throw new DomainError(
      'invalid',
      'That database is of a Glance before Rocky (2018). Upgrade it first: glance-manage db_sync of a later release.',
    )
  }
}
