import { type RawBuilder, sql } from 'kysely'
import { notFound } from '#lib/domain/errors.ts'
import type { ImageRecords } from '#lib/domain/repository.ts'
import { createCompiledQuestions, slot } from './compiled-questions.ts'
import type { Database } from './database.ts'
import type { DialectName } from './dialects.ts'
import { createImageList } from './images/image-list.ts'
import { createImageMembers } from './images/image-members.ts'
import { fromRow, type ImageRow, wholeImage } from './images/image-rows.ts'
import { isVisibleTo, type Viewer, viewerOf } from './images/image-visibility.ts'
import { createImageWrites } from './images/image-writes.ts'

/**
 * The images of one database. What the caller may see is part of each question.
 *
 * @param clock Milliseconds since the epoch; gives `updatedAtMs` and the times of members and deletions.
 */
export function createImageRecords(database: Database, clock: () => number = Date.now): ImageRecords {
  const questions = createCompiledQuestions(database.kysely)

  return {
    ...createImageList(database),

    async get(ctx, imageId) {
      const viewer = viewerOf(ctx)
      const question = questions.ask(viewer, () => imageQuestion(database.dialect, viewer), {
        id: imageId,
        project: ctx.projectId,
      })
      const { rows } = await database.kysely.executeQuery(question)
      if (rows[0] === undefined) throw notFound('image', imageId)
      return fromRow(rows[0])
    },

    ...createImageWrites(database, clock),
    ...createImageMembers(database, clock),
  }
}

function imageQuestion(dialect: DialectName, viewer: Viewer): RawBuilder<ImageRow> {
  return sql`select ${wholeImage(dialect)} from images where id = ${slot('id')} and ${isVisibleTo(viewer)}`
}
