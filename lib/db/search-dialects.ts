import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely'
import { type DialectName, dialectOf } from './dialects.ts'
import { gramsOf, gramsToFind, type SearchText } from './images/search-grams.ts'

// PostgreSQL keeps a text's grams in an array with an inverted index; SQLite in a full-text table beside it, as words.
// Neither depends on an extension or on the database's locale, and both answer for texts of one character.

/** The index of `image_texts`. For the migration alone. */
export async function createSearchIndex<T>(db: Kysely<T>): Promise<void> {
  if (dialectOf(db) === 'postgres') {
    await sql`alter table image_texts add column grams text[] not null`.execute(db)
    await sql`create index image_texts_by_gram on image_texts using gin (grams)`.execute(db)
    return
  }
  await sql`create virtual table image_grams using fts5(
    grams, content='', contentless_delete=1, detail=none, tokenize='ascii')`.execute(db)
  // Also when the row goes with its image.
  await sql`create trigger image_texts_gone after delete on image_texts begin
    delete from image_grams where rowid = old.id; end`.execute(db)
}

export interface SearchTextRow extends SearchText {
  readonly imageId: string
}

/** Adds texts that the index does not have yet. Within the transaction of the change they come from. */
export async function insertSearchTexts<T>(db: Kysely<T>, texts: readonly SearchTextRow[]): Promise<void> {
  if (dialectOf(db) === 'postgres') await insertIntoPostgres(db, texts)
  else for (const text of texts) await insertIntoSqlite(db, text)
}

/** Far below what one statement may have of values. */
const ROWS_AT_ONCE = 1000

/** Together: each statement is a way to the server and back, and an image has dozens of properties. */
async function insertIntoPostgres<T>(db: Kysely<T>, texts: readonly SearchTextRow[]): Promise<void> {
  for (let from = 0; from < texts.length; from += ROWS_AT_ONCE) {
    const rows = texts
      .slice(from, from + ROWS_AT_ONCE)
      .map(
        ({ imageId, kind, property, folded }) =>
          sql`(${imageId}, ${kind}, ${property}, ${folded}, ${gramsOf(folded)})`,
      )
    await sql`insert into image_texts (image_id, kind, property, folded, grams) values ${sql.join(rows)}`.execute(
      db,
    )
  }
}

async function insertIntoSqlite<T>(
  db: Kysely<T>,
  { imageId, kind, property, folded }: SearchTextRow,
): Promise<void> {
  await sql`insert into image_texts (image_id, kind, property, folded)
    values (${imageId}, ${kind}, ${property}, ${folded})`.execute(db)
  await sql`insert into image_grams (rowid, grams)
    values (last_insert_rowid(), ${gramsOf(folded).map(gramWord).join(' ')})`.execute(db)
}

/** The rows of `image_texts` with all grams of a text, by the index. The slot `grams` holds what `gramsValue` gives. */
export function textsWithGrams(dialect: DialectName, grams: RawBuilder<unknown>): RawBuilder<unknown> {
  // SQLite reads a cross join in the order in which it is written: the index first, one row after the other.
  return dialect === 'postgres'
    ? sql`image_texts where image_texts.grams @> ${grams}::text[]`
    : sql`image_grams cross join image_texts on image_texts.id = image_grams.rowid
        where image_grams match ${grams}`
}

export function gramsValue(dialect: DialectName, folded: string): unknown {
  const grams = gramsToFind(folded)
  return dialect === 'postgres' ? grams : grams.map((gram) => `"${gramWord(gram)}"`).join(' AND ')
}

/** Whether the text stands in the column, character by character. */
export function holdsText(
  dialect: DialectName,
  column: RawBuilder<unknown>,
  text: RawBuilder<unknown>,
): RawBuilder<SqlBool> {
  return dialect === 'postgres' ? sql`strpos(${column}, ${text}) > 0` : sql`instr(${column}, ${text}) > 0`
}

/** Whether the column's value is in a list that is one slot, however long it is. */
export function isAmong(
  dialect: DialectName,
  column: RawBuilder<unknown>,
  list: RawBuilder<unknown>,
): RawBuilder<SqlBool> {
  return dialect === 'postgres'
    ? sql`${column} = any(${list}::text[])`
    : sql`${column} in (select value from json_each(${list}))`
}

export function listValue(dialect: DialectName, values: readonly string[]): unknown {
  return dialect === 'postgres' ? values : JSON.stringify(values)
}

/** A word that no tokenizer takes apart, whatever characters the gram has. */
function gramWord(gram: string): string {
  return Array.from(gram, (character) => (character.codePointAt(0) ?? 0).toString(16)).join('z')
}
