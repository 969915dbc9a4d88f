import {
  type CatalogImage,
  type CatalogRecords,
  decideTake,
  type KeepReason,
  type Standing,
} from '#lib/domain/catalog.ts'
import type { Context } from '#lib/domain/context.ts'
import { isDomainError } from '#lib/domain/errors.ts'
import type { NamespaceTree } from '#lib/domain/metadefs/namespace.ts'
import type { Report } from './report.ts'

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

/**
 * Writes one image as far as the rules say, and notes what became of it.
 * @param bringData Makes the entry whole just before it is written for the first time; may refuse by throwing
 */
export async function takeImage(
  taking: TakeIn,
  entry: CatalogImage,
  standing: Standing,
  bringData: (entry: CatalogImage) => Promise<CatalogImage> = async (same) => same,
): Promise<void> {
  const { records, report, ctx, isDry } = taking
  const about = { what: 'image', id: entry.image.id, name: entry.image.name } as const
  const decision = decideTake(standing, records.fingerprint(entry), taking.isReplacing)
  try {
    switch (decision) {
      case 'take':
        if (!isDry) await records.take(ctx, await bringData(entry))
        return report.note({ ...about, outcome: 'taken' })
      case 'update':
        if (!isDry) await records.update(ctx, entry, standing.here ?? '')
        return report.note({ ...about, outcome: 'updated' })
      case 'unchanged':
        return report.note({ ...about, outcome: 'unchanged' })
      default:
        return report.note({ ...about, outcome: 'kept', why: KEPT[decision] })
    }
  } catch (error) {
    if (!isDomainError(error)) throw error
    report.note({ ...about, outcome: 'refused', why: 'could not be written', detail: error.message })
  }
}

/** As `takeImage`, for a namespace. */
export async function takeNamespace(
  { records, report, isDry, isReplacing }: TakeIn,
  tree: NamespaceTree,
): Promise<void> {
  const about = { what: 'namespace', id: tree.name } as const
  const standing = await records.namespaceStanding(tree.name)
  const decision = decideTake(standing, records.namespaceFingerprint(tree), isReplacing)
  if (decision === 'take' || decision === 'update') {
    if (!isDry) await records.takeNamespace(tree, standing.here)
    return report.note({ ...about, outcome: decision === 'take' ? 'taken' : 'updated' })
  }
  if (decision === 'unchanged') return report.note({ ...about, outcome: 'unchanged' })
  report.note({ ...about, outcome: 'kept', why: KEPT[decision] })
}
