import type { Kysely } from 'kysely'
import type { Image } from '#lib/domain/image.ts'
import type { Schema } from '../schema.ts'
import { insertSearchTexts } from '../search-dialects.ts'
import { propertyTexts, type SearchText, searchTexts } from './search-grams.ts'

/**
 * Brings what an image is found by up to date.
 * @param after As the image stands in the database, read in this transaction.
 * @param before As whoever changed it saw it; null: it is new.
 */
export async function writeSearchTexts(
  db: Kysely<Schema>,
  { before, after }: { readonly before: Image | null; readonly after: Image },
): Promise<void> {
  const old = new Map((before === null ? [] : searchTexts(before)).map((text) => [keyOf(text), text]))
  const now = new Map(searchTexts(after).map((text) => [keyOf(text), text]))
  const written = [...now].filter(([key, { folded }]) => old.get(key)?.folded !== folded)
  const gone = [...old].filter(([key]) => !now.has(key))
  // Also what is new to this caller is removed first: somebody else may have added it meanwhile.
  if (before !== null)
    await deleteTexts(
      db,
      after.id,
      [...gone, ...written].map(([, text]) => text),
    )
  await insertSearchTexts(
    db,
    written.map(([, text]) => ({ ...text, imageId: after.id })),
  )
}

/** For who writes single properties past the image: these are now what they are. */
export async function writePropertyTexts(
  db: Kysely<Schema>,
  imageId: string,
  properties: Image['properties'],
): Promise<void> {
  const texts = propertyTexts(properties)
  await deleteTexts(db, imageId, texts)
  await insertSearchTexts(
    db,
    texts.map((text) => ({ ...text, imageId })),
  )
}

async function deleteTexts(db: Kysely<Schema>, imageId: string, texts: readonly SearchText[]): Promise<void> {
  for (const [kind, some] of Map.groupBy(texts, (text) => text.kind)) {
    const properties = some.map(({ property }) => property)
    await db
      .deleteFrom('image_texts')
      .where('image_id', '=', imageId)
      .where('kind', '=', kind)
      .where('property', 'in', properties)
      .execute()
  }
}

function keyOf({ kind, property }: SearchText): string {
  return `${kind} ${property}`
}
