import type { Context } from '#lib/domain/context.ts'
import type { Policy, PolicyRule, PolicyTarget } from '#lib/domain/policy.ts'
import {
  mayAnswerShare,
  mayCreate,
  mayDownload,
  mayManage,
  mayRead,
  maySetVisibility,
} from '#lib/domain/rights.ts'
import { refused, type Verdict } from '#lib/domain/verdict.ts'

type Rule = (ctx: Context, target: PolicyTarget) => Verdict

const manage: Rule = (ctx, { image }) => mayManage(image, ctx)
const read: Rule = (ctx) => mayRead(ctx)

/** The personas administrator, project member and project reader, as a Glance without a policy file has them. */
const DEFAULT_RULES: Readonly<Record<PolicyRule, Rule>> = {
  add_image: (ctx, { image }) => mayCreate(image.owner, ctx),
  get_images: read,
  get_image: read,
  modify_image: manage,
  delete_image: manage,
  publicize_image: (ctx, { image }) => maySetVisibility(image, ctx, 'public'),
  communitize_image: (ctx, { image }) => maySetVisibility(image, ctx, 'community'),
  upload_image: manage,
  download_image: (ctx) => mayDownload(ctx),
  deactivate: manage,
  reactivate: manage,
  add_member: manage,
  delete_member: manage,
  get_member: read,
  get_members: read,
  modify_member: (ctx, { memberId }) =>
    memberId === undefined ? refused('A member must be named.') : mayAnswerShare(memberId, ctx),
}

export const defaultPolicy: Policy = {
  check: (rule, ctx, target) => DEFAULT_RULES[rule](ctx, target),
}
