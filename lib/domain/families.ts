import type { Context } from './context.ts'
import type { Image } from './image.ts'
import type { ImageQuery } from './query.ts'

/** A family belongs to a project: what others call by the same name is another one. */
export interface FamilyKey {
  readonly owner: string
  readonly name: string
}

export interface FamilyCount extends FamilyKey {
  /** Versions that the asker sees, hidden ones too. */
  readonly count: number
}

export interface FamilyQuery extends Pick<ImageQuery, 'visibility'> {
  /** Only this project's. */
  readonly owner?: string
  /** The last family of the page before. */
  readonly after?: FamilyKey
  readonly limit: number
}

export interface FamilyRecords {
  /** Families of which the asker's lists show a version, by owner and name. */
  list(ctx: Context, query: FamilyQuery): Promise<readonly FamilyCount[]>
}

export type PruneAction = 'hide' | 'delete'

export interface PruneRule {
  /** So many of the newest that lists show stay whatever they are. */
  readonly keep: number
  readonly action: PruneAction
}

/** Why a version stays. */
export type KeepReason =
  | 'latest'
  | 'newest'
  | 'not_active'
  | 'protected'
  | 'hidden'
  | 'refused'
  | 'members'
  | 'replacement'
  | 'not_asked'
  | 'later'

/** By id, why versions stay as far as they themselves say it; the others are to go. `versions` come newest first. */
export function keptByThemselves(
  versions: readonly Image[],
  { keep, action }: PruneRule,
  isOutdated: (image: Image) => boolean,
): ReadonlyMap<string, KeepReason> {
  const offered = versions.filter(({ status, isHidden }) => status === 'active' && !isHidden)
  const latest = offered.find((image) => !isOutdated(image))
  const newest = new Set(offered.slice(0, keep))
  const reasonOf = (image: Image): KeepReason | null => {
    if (image === latest) return 'latest'
    if (newest.has(image)) return 'newest'
    if (image.status !== 'active') return 'not_active'
    if (image.isProtected) return 'protected'
    return action === 'hide' && image.isHidden ? 'hidden' : null
  }
  const reasons = versions.map((image) => [image.id, reasonOf(image)] as const)
  return new Map(reasons.filter((each): each is [string, KeepReason] => each[1] !== null))
}
