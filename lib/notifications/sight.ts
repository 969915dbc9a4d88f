import type { Context } from '#lib/domain/context.ts'
import { isAdministrator, isOwnedBy } from '#lib/domain/rights.ts'

/** What of an image decides who sees it. */
export interface Seen {
  readonly imageId: string
  readonly owner: string | null
  readonly visibility: string | null
  readonly memberId?: string | null
}

/** `perhaps`: whether a shared image is shared with the caller, only the database knows. */
export type Sight = 'yes' | 'no' | 'perhaps'

/** @param knownIds Shared images of other projects that the caller was found to see */
export function sightOf(ctx: Context, knownIds: ReadonlySet<string>, seen: Seen): Sight {
  if (isAdministrator(ctx) || isOwnedBy(seen, ctx)) return 'yes'
  if (seen.visibility === 'public' || seen.visibility === 'community') return 'yes'
  if (ctx.projectId === null || seen.visibility !== 'shared') return 'no'
  return seen.memberId === ctx.projectId || knownIds.has(seen.imageId) ? 'yes' : 'perhaps'
}
