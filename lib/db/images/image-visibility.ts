import { type RawBuilder, type SqlBool, sql } from 'kysely'
import { type Context, isAdmin } from '#lib/domain/context.ts'
import { MEMBER_STATUSES, type MemberStatus, VISIBILITIES, type Visibility } from '#lib/domain/image.ts'
import type { ImageQuery } from '#lib/domain/query.ts'
import { slot } from '../compiled-questions.ts'
import { SHELF, type Shelf } from '../tables/images.ts'

/** A part of the images that one index holds in every order. The slices of a list have no image in common. */
export type Slice =
  | { readonly of: 'own' | 'everyone'; readonly visibility: Visibility; readonly shelf: Shelf }
  | { readonly of: 'sharedWithMe'; readonly memberStatus: MemberStatus; readonly shelf: Shelf }

type Question = Pick<ImageQuery, 'visibility' | 'memberStatus' | 'isHidden'>

/** What a list shows before its filters. Source: the Image API's rules of visibility. */
export function slicesOf(ctx: Context, question: Question): readonly Slice[] {
  return isAdmin(ctx) ? slicesOfAdmin(ctx, question) : slicesOfProject(ctx, question)
}

/** Every project's images; of community images, unless asked for, only the own ones. Also those that wait for deletion. */
function slicesOfAdmin(ctx: Context, { visibility, isHidden }: Question): readonly Slice[] {
  const shelves = isHidden
    ? [SHELF.hidden, SHELF.hiddenPendingDelete]
    : [SHELF.shown, SHELF.shownPendingDelete]
  const everyone =
    visibility === 'all' ? VISIBILITIES : [visibility ?? (['public', 'private', 'shared'] as const)].flat()
  const own: readonly Visibility[] = visibility === undefined && ctx.projectId !== null ? ['community'] : []
  return shelves.flatMap((shelf) => [
    ...everyone.map((each): Slice => ({ of: 'everyone', visibility: each, shelf })),
    ...own.map((each): Slice => ({ of: 'own', visibility: each, shelf })),
  ])
}

type Kind = Visibility | 'all' | 'unspecified'
const OPEN_TO_ALL: Record<Kind, readonly Visibility[]> = {
  unspecified: ['public'],
  all: ['public', 'community'],
  public: ['public'],
  community: ['community'],
  shared: [],
  private: [],
}
const OWN_BESIDES: Record<Kind, readonly Visibility[]> = {
  unspecified: ['private', 'shared', 'community'],
  all: ['private', 'shared'],
  public: [],
  community: [],
  shared: ['shared'],
  private: ['private'],
}
const WITH_SHARED_WITH_ME: readonly Kind[] = ['unspecified', 'all', 'shared']

function slicesOfProject(ctx: Context, { visibility, memberStatus, isHidden }: Question): readonly Slice[] {
  const kind = visibility ?? 'unspecified'
  const shelf = isHidden ? SHELF.hidden : SHELF.shown
  const open = OPEN_TO_ALL[kind].map((each): Slice => ({ of: 'everyone', visibility: each, shelf }))
  // A token without a project owns nothing, and nothing is shared with it.
  if (ctx.projectId === null) return open
  const statuses = memberStatus === 'all' ? MEMBER_STATUSES : [memberStatus]
  return [
    ...open,
    ...OWN_BESIDES[kind].map((each): Slice => ({ of: 'own', visibility: each, shelf })),
    ...(WITH_SHARED_WITH_ME.includes(kind) ? statuses : []).map(
      (each): Slice => ({ of: 'sharedWithMe', memberStatus: each, shelf }),
    ),
  ]
}

/** Who asks, as far as the text of a question depends on it. The project itself is the slot `project`. */
export type Viewer = 'admin' | 'project' | 'nobody'

export function viewerOf(ctx: Context): Viewer {
  if (isAdmin(ctx)) return 'admin'
  return ctx.projectId === null ? 'nobody' : 'project'
}

/**
 * Whether the viewer may see one image, as a condition on `images`. Wider than lists: a member sees a shared image
 * whatever it answered, everybody sees community images, and hidden ones are not hidden.
 */
export function isVisibleTo(viewer: Viewer): RawBuilder<SqlBool> {
  if (viewer === 'admin') return sql`1 = 1`
  // An image that waits for its deletion is gone for all but its owner.
  const isHere = sql`images.status <> 'pending_delete'`
  const open = sql<SqlBool>`(images.visibility in ('public', 'community') and ${isHere})`
  if (viewer === 'nobody') return open
  const project = slot('project')
  return sql`(images.owner = ${project} or ${open} or (images.visibility = 'shared' and ${isHere} and exists (
    select 1 from image_members where image_members.image_id = images.id and image_members.member_id = ${project})))`
}
