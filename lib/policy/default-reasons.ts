import type { Context } from '#lib/domain/context.ts'
import type { PolicyRule, PolicySubject, PolicyTarget } from '#lib/domain/policy.ts'
import {
  mayAnswerShare,
  mayCreate,
  mayDownload,
  mayManage,
  mayRead,
  maySetVisibility,
} from '#lib/domain/rights.ts'
import type { Verdict } from '#lib/domain/verdict.ts'

type Judge = (ctx: Context, image: PolicySubject, memberId: string | undefined) => Verdict

const manage: Judge = (ctx, image) => mayManage(image, ctx)
const read: Judge = (ctx) => mayRead(ctx)

/** The same personas as functions: what the dashboard asks before it offers something (lib/domain/rights.ts). */
const PERSONAS: Readonly<Partial<Record<PolicyRule, Judge>>> = {
  add_image: (ctx, image) => mayCreate(image.owner, ctx),
  get_images: read,
  get_image: read,
  modify_image: manage,
  delete_image: manage,
  publicize_image: (ctx, image) => maySetVisibility(image, ctx, 'public'),
  communitize_image: (ctx, image) => maySetVisibility(image, ctx, 'community'),
  upload_image: manage,
  download_image: (ctx) => mayDownload(ctx),
  deactivate: manage,
  reactivate: manage,
  add_member: manage,
  delete_member: manage,
  get_member: read,
  get_members: read,
  modify_member: (ctx, _, memberId) => mayAnswerShare(memberId ?? '', ctx),
}

/** Why the default rules refuse this, in the dashboard's words; undefined where it has none. */
export function defaultReason(
  rule: PolicyRule,
  ctx: Context,
  { image, memberId }: PolicyTarget,
): string | undefined {
  if (image === undefined) return undefined
  const verdict = PERSONAS[rule]?.(ctx, image, memberId)
  return verdict === undefined || verdict.allowed ? undefined : verdict.reason
}
