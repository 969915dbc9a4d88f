import type { Context } from './context.ts'
import type { Deactivation } from './deactivation.ts'
import type { Image, ImageMember } from './image.ts'
import type { NamespaceVersion } from './metadefs/metadef-records.ts'
import type { NamespaceTree, ResourceType } from './metadefs/namespace.ts'

/** An image with all that the database has of it. */
export interface CatalogImage {
  readonly image: Image
  /** In the order of their ids. */
  readonly members: readonly ImageMember[]
  /** Why it is deactivated; null where nobody said. */
  readonly deactivation: Deactivation | null
}

/** What is known here of a thing that another catalog has. Fingerprints are equal when the things are. */
export interface Standing {
  /** Of what is here now; null: nothing. */
  readonly here: string | null
  /** Something with this id was deleted here; it is never given out again. */
  readonly isDeleted: boolean
  /** Of what the other catalog said when it was taken, and of what was written then; null: it never was. */
  readonly taken: { readonly source: string; readonly written: string } | null
}

/** Why a thing stays as it is here. */
export type KeepReason = 'deleted_here' | 'changed_here' | 'not_from_there'
export type TakeDecision = 'take' | 'update' | 'unchanged' | KeepReason

/** What becomes of a thing that comes in. What was changed here stays, unless `isReplacing`; what was deleted here stays deleted. */
export function decideTake(
  { here, isDeleted, taken }: Standing,
  source: string,
  isReplacing = false,
): TakeDecision {
  if (here === source) return 'unchanged'
  if (here === null) return isDeleted || taken !== null ? 'deleted_here' : 'take'
  if (taken?.source === source && !isReplacing) return 'unchanged'
  if (isReplacing || here === taken?.written) return 'update'
  return taken === null ? 'not_from_there' : 'changed_here'
}

export interface CatalogUpdate {
  /** Fingerprint of what the other catalog says. */
  readonly source: string
  /** Fingerprint of what was seen here. */
  readonly here: string
  /** What the image becomes. Pure. */
  readonly make: (before: CatalogImage) => CatalogImage
}

/** Catalogs that come in from elsewhere, or go out: rows as they are, past the rules for callers. */
export interface CatalogRecords {
  fingerprint(entry: CatalogImage): string
  namespaceFingerprint(tree: NamespaceTree): string
  /** Images after this id, in the order of ids. */
  page(after: string | null, limit: number): Promise<readonly CatalogImage[]>
  /** By id; every id has one. */
  standings(imageIds: readonly string[]): Promise<ReadonlyMap<string, Standing>>
  /**
   * Writes the image as it is, with its times. Nobody's quota stops it.
   * @param source Fingerprint of what the other catalog says. @throws `conflict` when the id is or was in use
   */
  take(ctx: Context, entry: CatalogImage, source: string): Promise<void>
  /** @throws `stale` when the image changed since it was looked at, `not_found`, what `make` throws */
  update(ctx: Context, imageId: string, update: CatalogUpdate): Promise<void>
  namespaceStanding(name: string): Promise<Standing>
  /** @param versions What it was before, for one that is not here yet. @throws `stale` as `update` */
  takeNamespace(
    tree: NamespaceTree,
    here: string | null,
    versions?: readonly NamespaceVersion[],
  ): Promise<void>
  /** Those that are not known yet. @returns how many */
  addResourceTypes(types: readonly ResourceType[]): Promise<number>
  /** Ids of images that were taken and are here, after this id, in order. */
  takenIds(after: string | null, limit: number): Promise<readonly string[]>
}
