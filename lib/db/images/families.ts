import { sql } from 'kysely'
import { FAMILY_PROPERTIES, SNAPSHOT_PROPERTY, SNAPSHOT_TYPE } from '#lib/contract/family-properties.ts'
import type { FamilyRecords } from '#lib/domain/families.ts'
import { createCompiledQuestions, slot } from '../compiled-questions.ts'
import type { Database } from '../database.ts'
import { liesInSlice } from './image-page.ts'
import { slicesOf } from './image-visibility.ts'

interface FamilyRow {
  readonly owner: string
  readonly family: string
  readonly versions: unknown
}

/** What a page costs grows with the images that are versions of something, not with all images. */
export function createFamilyRecords({ kysely }: Database): FamilyRecords {
  const questions = createCompiledQuestions(kysely)
  return {
    async list(ctx, { visibility, owner, after, limit }) {
      const slices = [false, true].flatMap((isHidden) =>
        slicesOf(ctx, { memberStatus: 'accepted', isHidden, ...(visibility && { visibility }) }),
      )
      if (slices.length === 0) return []
      const shape = JSON.stringify([slices, owner === undefined, after === undefined])
      const question = questions.ask(
        shape,
        () => sql<FamilyRow>`select images.owner as owner, versions.value as family, count(*) as versions
          from image_properties as versions inner join images on images.id = versions.image_id
          where versions.name = ${sql.lit(FAMILY_PROPERTIES.name)} and versions.value <> ''
            and images.owner is not null and images.status <> 'pending_delete'
            and (${sql.join(slices.map(liesInSlice), sql` or `)})
            and not exists (select 1 from image_properties as kind where kind.image_id = images.id
              and kind.name = ${sql.lit(SNAPSHOT_PROPERTY)} and kind.value = ${sql.lit(SNAPSHOT_TYPE)})
            ${owner === undefined ? sql`` : sql`and images.owner = ${slot('owner')}`}
            ${after === undefined ? sql`` : sql`and (images.owner, versions.value) > (${slot('afterOwner')}, ${slot('afterName')})`}
          group by images.owner, versions.value order by images.owner, versions.value limit ${slot('limit')}`,
        { project: ctx.projectId, owner, afterOwner: after?.owner, afterName: after?.name, limit },
      )
      const { rows } = await kysely.executeQuery(question)
      return rows.map((row) => ({ owner: row.owner, name: row.family, count: Number(row.versions) }))
    },
  }
}
