import { Hono } from 'hono'
import { memberEndToWire } from '#lib/contract/image-to-wire.ts'
import { listLinks } from '#lib/contract/list-links.ts'
import { parseShareEnd, parseShareQuery, projectNameToWire, shareToWire } from '#lib/contract/share-wire.ts'
import { isStorable } from '#lib/contract/text.ts'
import { forbidden, invalid, notFound } from '#lib/domain/errors.ts'
import type { ApiContext, ApiEnv } from './api-env.ts'
import { assertJsonType, noBody, readJson } from './bodies.ts'
import { requestedImage, requestedMemberId } from './requested-image.ts'

/** What is shared with the asker's project, and names of projects to share with: additions to the Image API. */
export const shares = new Hono<ApiEnv>()
shares.get('/shares', noBody, listShares)
shares.put('/shares/:imageId/:memberId', setShareEnd)
shares.get('/projects', noBody, listProjectNames)

const MOST_NAMES = 200

async function listShares(c: ApiContext): Promise<Response> {
  const { ctx, api } = c.var
  const { searchParams } = new URL(c.req.url)
  const query = parseShareQuery(searchParams)
  const [found, counts] = await Promise.all([api.shares.list(ctx, query), api.shares.count(ctx)])
  const owners = [...new Set(found.flatMap(({ image }) => image.owner ?? []))]
  const names = new Map((await api.projects.byId(owners)).map(({ id, name }) => [id, name]))
  const last = found.length === query.limit ? found.at(-1)?.image.id : undefined
  const { next } = listLinks('/v2/vitrine/shares', searchParams, last)
  return c.json({
    shares: found.map((share) => shareToWire(share, names.get(share.image.owner ?? '') ?? null)),
    counts,
    ...(next === undefined ? {} : { next }),
  })
}

/** For those who could add the member: they say until when. */
async function setShareEnd(c: ApiContext): Promise<Response> {
  const { ctx, api } = c.var
  assertJsonType(c)
  const endsAtMs = parseShareEnd(await readJson(c), api.clock())
  const image = await requestedImage(c)
  const memberId = requestedMemberId(c)
  if (image.visibility !== 'shared') throw notFound('member', memberId)
  const verdict = api.policy.check('add_member', ctx, { image, memberId })
  if (!verdict.allowed) throw forbidden(verdict.reason)
  return c.json(memberEndToWire(await api.shareEnds.set(ctx, image, memberId, endsAtMs)))
}

/** `?id=…` (repeated) or `?name=…`: only whoever knows an id or the exact name learns anything. */
async function listProjectNames(c: ApiContext): Promise<Response> {
  const { ctx, api } = c.var
  if (ctx.projectId === null) throw forbidden('Sign in to a project first: names are told to its members.')
  const { searchParams } = new URL(c.req.url)
  const ids = searchParams.getAll('id').filter(isStorable)
  const name = searchParams.get('name')
  if (ids.length > MOST_NAMES) throw invalid(`At most ${MOST_NAMES} ids at once.`, 'id')
  const known = await api.projects.byId(ids)
  const named = name === null || !isStorable(name) ? [] : await api.projects.named(name)
  return c.json({ projects: [...known, ...named].map(projectNameToWire) })
}
