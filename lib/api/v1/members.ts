import { parseMemberships } from '#lib/contract/v1/memberships.ts'
import { memberToV1 } from '#lib/contract/v1/to-wire.ts'
import { isAdmin } from '#lib/domain/context.ts'
import { isDomainError, notFound } from '#lib/domain/errors.ts'
import type { ApiContext } from '../api-env.ts'
import { readJson } from '../bodies.ts'
import { requestedImage, requestedMemberId } from '../requested-image.ts'

export async function listMembers(c: ApiContext): Promise<Response> {
  const found = await c.var.api.images.listMembers(c.var.ctx, await requestedImage(c))
  return c.json({ members: found.map(memberToV1) })
}

export async function showMember(c: ApiContext): Promise<Response> {
  const { images } = c.var.api
  const member = await images.getMember(c.var.ctx, await requestedImage(c), requestedMemberId(c))
  return c.json({ member: memberToV1(member) })
}

/** These members and no others. */
export async function replaceMembers(c: ApiContext): Promise<Response> {
  const { api, ctx } = c.var
  const wanted = parseMemberships(await readJson(c))
  const image = await requestedImage(c)
  const present = (await api.images.listMembers(ctx, image)).map(({ memberId }) => memberId)
  for (const memberId of present)
    if (!wanted.includes(memberId)) await api.images.removeMember(ctx, image, memberId)
  for (const memberId of wanted)
    if (!present.includes(memberId)) await api.images.addMember(ctx, image, memberId)
  return c.body(null, 204)
}

/** The body can only say can_share, which nobody has. A member that is there already stays. */
export async function addMember(c: ApiContext): Promise<Response> {
  const { api, ctx } = c.var
  await api.images.addMember(ctx, await requestedImage(c), requestedMemberId(c)).catch((error: unknown) => {
    if (!isDomainError(error, 'conflict')) throw error
  })
  return c.body(null, 204)
}

export async function removeMember(c: ApiContext): Promise<Response> {
  await c.var.api.images.removeMember(c.var.ctx, await requestedImage(c), requestedMemberId(c))
  return c.body(null, 204)
}

/** What is shared with a project, accepted or not: for the project itself and for administrators. */
export async function listShared(c: ApiContext): Promise<Response> {
  const { api, ctx } = c.var
  const memberId = requestedMemberId(c)
  if (!isAdmin(ctx) && ctx.projectId !== memberId) throw notFound('project', memberId)
  // Asked as the project would ask, so that only what it was given is there.
  const asMember = { ...ctx, projectId: memberId, roles: ['reader'], isAdministrator: false }
  const query = { filters: [], visibility: 'shared', memberStatus: 'all', isHidden: false, sort: [] } as const
  const { items } = await api.images.list(asMember, { ...query, limit: api.config.VITRINE_LIMIT_MAX })
  const given = items.filter(({ owner }) => owner !== memberId)
  return c.json({ shared_images: given.map(({ id }) => ({ image_id: id, can_share: false })) })
}
