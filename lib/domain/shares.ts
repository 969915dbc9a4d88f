import type { Context } from './context.ts'
import type { Image, ImageMember, MemberStatus } from './image.ts'

/** Another project's image that is shared with the asker's project, and what the project answered. */
export interface Share {
  readonly image: Pick<
    Image,
    'id' | 'name' | 'owner' | 'status' | 'diskFormat' | 'containerFormat' | 'sizeBytes' | 'isHidden'
  >
  readonly status: MemberStatus
  readonly sharedAtMs: number
  /** When the answer was given; null while there is none. */
  readonly answeredAtMs: number | null
  /** When it ends by itself; null: when somebody ends it. */
  readonly endsAtMs: number | null
}

export interface ShareQuery {
  readonly status: MemberStatus
  readonly limit: number
  /** The image after which the page begins. */
  readonly marker?: string
}

/** What is shared with a project, seen from its side. */
export interface ShareRecords {
  /** The newest first. A token without a project has none. @throws `invalid` for a marker that is no share of this list. */
  list(ctx: Context, query: ShareQuery): Promise<readonly Share[]>
  count(ctx: Context): Promise<Readonly<Record<MemberStatus, number>>>
}

/** Shares that end by themselves. */
export interface ShareEnds {
  /** Sets when a share ends, or that it does not. @throws `not_found` no such member */
  set(ctx: Context, image: Image, memberId: string, endsAtMs: number | null): Promise<ImageMember>
  /** Ends what is over, so many at most. @returns how many */
  endDue(ctx: Context, nowMs: number, limit: number): Promise<number>
}

export interface ProjectName {
  readonly id: string
  readonly name: string
  readonly domainName: string
}

/** The names by which people know projects. */
export interface ProjectNames {
  /** Of those ids that are known. */
  byId(ids: readonly string[]): Promise<readonly ProjectName[]>
  /** Every enabled project of exactly this name, in any domain: nobody can list what exists. */
  named(name: string): Promise<readonly ProjectName[]>
}
