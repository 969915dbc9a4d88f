import {
  type CatalogImage,
  type CatalogRecords,
  decideTake,
  type KeepReason,
  type Standing,
} from '#lib/domain/catalog.ts'
import type { Context } from '#lib/domain/context.ts'
import { isDomainError } from '#lib/domain/errors.ts'
import type { NamespaceVersion } from '#lib/domain/metadefs/metadef-records.ts'
import type { NamespaceTree } from '#lib/domain/metadefs/namespace.ts'
import type { Report, ReportEntry } from './report.ts'

export interface TakeIn {
  readonly records: CatalogRecords
  readonly report: Report
  readonly ctx: Context
  readonly isDry: boolean
  /** What was changed here becomes what the other catalog says. */
  readonly isReplacing?: boolean
}

const KEPT: Readonly<Record<KeepReason, string>> = {
  deleted_here: 'deleted here since',
  changed_here: 'changed here since, and there too',
  not_from_there: 'here already, and not from there',
}

/** How an image is made whole just before it is written. Both may refuse by throwing. */
export interface Completion {
  readonly toTake: (entry: CatalogImage) => Promise<CatalogImage>
  readonly toUpdate: (entry: CatalogImage, before: CatalogImage) => CatalogImage
}

/** It is whole already. */
const AS_IT_IS: Completion = { toTake: async (entry) => entry, toUpdate: (entry) => entry }

/** Writes one image as far as the rules say, and notes what became of it. */
export async function takeImage(
  taking: TakeIn,
  entry: CatalogImage,
  standing: Standing,
  completion: Completion = AS_IT_IS,
): Promise<void> {
  const { id, name } = entry.image
  const about = { what: 'image', id, name } as const
  const source = taking.records.fingerprint(entry)
  const decision = decideTake(standing, source, taking.isReplacing)
  try {
    taking.report.note({ ...about, ...(await carryOut()) })
  } catch (error) {
    if (!isDomainError(error)) throw error
    taking.report.note({ ...about, outcome: 'refused', why: 'could not be written', detail: error.message })
  }

  async function carryOut(): Promise<Pick<ReportEntry, 'outcome' | 'why'>> {
    const { records, ctx, isDry } = taking
    switch (decision) {
      case 'take':
        if (!isDry) await records.take(ctx, await completion.toTake(entry), source)
        return { outcome: 'taken' }
      case 'update': {
        const make = (before: CatalogImage) => completion.toUpdate(entry, before)
        if (!isDry) await records.update(ctx, id, { source, here: standing.here ?? '', make })
        return { outcome: 'updated' }
      }
      case 'unchanged':
        return { outcome: 'unchanged' }
      default:
        return { outcome: 'kept', why: KEPT[decision] }
    }
  }
}

/** As `takeImage`, for a namespace. */
export async function takeNamespace(
  { records, report, isDry, isReplacing }: TakeIn,
  tree: NamespaceTree,
  versions: readonly NamespaceVersion[] = [],
): Promise<void> {
  const about = { what: 'namespace', id: tree.name } as const
  const standing = await records.namespaceStanding(tree.name)
  const decision = decideTake(standing, records.namespaceFingerprint(tree), isReplacing)
  if (decision === 'take' || decision === 'update') {
    if (!isDry) await records.takeNamespace(tree, standing.here, versions)
    return report.note({ ...about, outcome: decision === 'take' ? 'taken' : 'updated' })
  }
  if (decision === 'unchanged') return report.note({ ...about, outcome: 'unchanged' })
  report.note({ ...about, outcome: 'kept', why: KEPT[decision] })
}
