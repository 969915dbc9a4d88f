import { Hono } from 'hono'
import {
  type FamilyListWire,
  type FamilyVersionsWire,
  familyMarker,
  familyToWire,
  familyVersionToWire,
  type PruneWire,
  parseFamilyQuery,
  parsePrune,
  parseSight,
  parseVersionQuery,
} from '#lib/contract/family-wire.ts'
import { listLinks } from '#lib/contract/list-links.ts'
import { isStorable } from '#lib/contract/text.ts'
import { notFound } from '#lib/domain/errors.ts'
import type { FamilyKey } from '#lib/domain/families.ts'
import type { ApiContext, ApiEnv } from '../api-env.ts'
import { assertJsonType, noBody, readJson } from '../bodies.ts'
import { toWire } from '../image-wire.ts'
import { imageEtag } from '../requested-image.ts'

/** Ours: images as versions of something; docs/adr/0026. */
export const families = new Hono<ApiEnv>()
families.get('/', noBody, listFamilies)
families.get('/:owner/:name', noBody, listVersions)
families.get('/:owner/:name/latest', noBody, showLatest)
families.post('/:owner/:name/prune', prune)

async function listFamilies(c: ApiContext): Promise<Response> {
  const { searchParams } = new URL(c.req.url)
  const { items, last } = await c.var.api.families.list(c.var.ctx, parseFamilyQuery(searchParams))
  const nowMs = c.var.api.clock()
  const { next } = listLinks('/v2/vitrine/families', searchParams, last && familyMarker(last))
  const body: FamilyListWire = {
    families: items.map((family) => familyToWire(family, nowMs)),
    ...(next !== undefined && { next }),
  }
  return c.json(body)
}

async function listVersions(c: ApiContext): Promise<Response> {
  const key = requestedFamily(c)
  const { searchParams } = new URL(c.req.url)
  const query = parseVersionQuery(searchParams)
  const { families: desk, clock } = c.var.api
  const [page, latest] = await Promise.all([
    desk.versions(c.var.ctx, key, query),
    desk.latest(c.var.ctx, key, query),
  ])
  if (page.items.length === 0 && page.next === undefined && query.marker === undefined)
    throw notFound('family', key.name)
  const nowMs = clock()
  const path = `/v2/vitrine/families/${familyMarker(key)}`
  const { next } = listLinks(path, searchParams, page.next)
  const body: FamilyVersionsWire = {
    ...key,
    latest: latest?.id ?? null,
    versions: page.items.map((image) => familyVersionToWire(image, nowMs)),
    ...(next !== undefined && { next }),
  }
  return c.json(body)
}

/** The image itself, as `GET /v2/images/{id}` shows it. */
async function showLatest(c: ApiContext): Promise<Response> {
  const key = requestedFamily(c)
  const sight = parseSight(new URL(c.req.url).searchParams)
  const image = await c.var.api.families.latest(c.var.ctx, key, sight)
  if (image === null) throw notFound('latest image of family', key.name)
  return c.json(toWire(c, image), 200, { ETag: imageEtag(image) })
}

async function prune(c: ApiContext): Promise<Response> {
  assertJsonType(c)
  const order = parsePrune(await readJson(c))
  const { versions } = await c.var.api.families.prune(c.var.ctx, requestedFamily(c), order)
  const nowMs = c.var.api.clock()
  const body: PruneWire = {
    ...{ keep: order.keep, action: order.action, dry_run: order.isDryRun },
    versions: versions.map(({ image, fate }) => ({
      version: familyVersionToWire(image, nowMs),
      verdict: fate.verdict,
      reason: fate.verdict === 'keep' ? fate.reason : null,
      outcome: fate.verdict === 'keep' ? null : fate.outcome,
      problem: (fate.verdict === 'keep' ? fate.detail : fate.problem) ?? null,
    })),
  }
  return c.json(body)
}

/** @throws `not_found` for what nothing can be called */
function requestedFamily(c: ApiContext): FamilyKey {
  const owner = c.req.param('owner') ?? ''
  const name = c.req.param('name') ?? ''
  if (!isStorable(owner) || !isStorable(name)) throw notFound('family', name)
  return { owner, name }
}
