import { Hono } from 'hono'
import { memberEndToWire, memberToWire } from '#lib/contract/image-to-wire.ts'
import type { MemberWire } from '#lib/contract/image-wire.ts'
import { parseMemberStatusBody, parseNewMember } from '#lib/contract/member-body.ts'
import type { ImageMember } from '#lib/domain/image.ts'
import type { ApiContext, ApiEnv } from './api-env.ts'
import { assertJsonType, noBody, readJson } from './bodies.ts'
import { requestedImage, requestedMemberId } from './requested-image.ts'
import { shows } from './shown.ts'

export const members = new Hono<ApiEnv>()
members.get('/:imageId/members', noBody, listMembers)
members.post('/:imageId/members', addMember)
members.get('/:imageId/members/:memberId', noBody, showMember)
members.put('/:imageId/members/:memberId', setMemberStatus)
members.delete('/:imageId/members/:memberId', noBody, removeMember)

async function listMembers(c: ApiContext): Promise<Response> {
  const found = await c.var.api.images.listMembers(c.var.ctx, await requestedImage(c))
  return c.json({ members: found.map((member) => shownMember(c, member)), schema: '/v2/schemas/members' })
}

/** 200, not 201: clients check for it. */
async function addMember(c: ApiContext): Promise<Response> {
  assertJsonType(c)
  const memberId = parseNewMember(await readJson(c))
  const member = await c.var.api.images.addMember(c.var.ctx, await requestedImage(c), memberId)
  return c.json(memberToWire(member))
}

async function showMember(c: ApiContext): Promise<Response> {
  const member = await c.var.api.images.getMember(c.var.ctx, await requestedImage(c), requestedMemberId(c))
  return c.json(memberToWire(member))
}

async function setMemberStatus(c: ApiContext): Promise<Response> {
  assertJsonType(c)
  const status = parseMemberStatusBody(await readJson(c))
  const image = await requestedImage(c)
  const member = await c.var.api.images.setMemberStatus(c.var.ctx, image, requestedMemberId(c), status)
  return c.json(memberToWire(member))
}

async function removeMember(c: ApiContext): Promise<Response> {
  await c.var.api.images.removeMember(c.var.ctx, await requestedImage(c), requestedMemberId(c))
  return c.body(null, 204)
}

/** A client that asks is told when the share ends. */
function shownMember(c: ApiContext, member: ImageMember): MemberWire {
  return shows(c, 'ends') ? memberEndToWire(member) : memberToWire(member)
}
