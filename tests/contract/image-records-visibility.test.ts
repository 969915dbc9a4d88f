import { beforeAll, describe, expect, it } from 'vitest'
import { createImageRecords } from '#lib/db/image-records.ts'
import { type Context, isAdmin } from '#lib/domain/context.ts'
import {
  type Image,
  type ImageStatus,
  MEMBER_STATUSES,
  type MemberStatus,
  VISIBILITIES,
} from '#lib/domain/image.ts'
import type { ImageQuery } from '#lib/domain/query.ts'
import type { ImageRecords } from '#lib/domain/repository.ts'
import { forEachDatabase } from '#tests/support/database.ts'
import { addAll, adminOf, anImage, aQuery, idsOf, memberOf, readPages } from './image-records-builders.ts'

/** An image and what the project beta answered to being its member; null: it is no member. */
interface Case {
  readonly image: Image
  readonly beta: MemberStatus | null
}

const STATUSES: readonly ImageStatus[] = ['active', 'queued', 'pending_delete', 'killed']
const CASES: readonly Case[] = ['alpha', 'ops', null].flatMap((owner) =>
  VISIBILITIES.flatMap((visibility) =>
    STATUSES.flatMap((status) =>
      [false, true].flatMap((isHidden) =>
        [null, ...MEMBER_STATUSES].map((beta) => ({
          image: anImage({
            owner,
            visibility,
            status,
            isHidden,
            name: `${owner} ${visibility} ${status} ${isHidden} ${beta}`,
          }),
          beta,
        })),
      ),
    ),
  ),
)

const PERSONAS: Readonly<Record<string, Context>> = {
  owner: memberOf('alpha'),
  member: memberOf('beta'),
  stranger: memberOf('gamma'),
  'user without a project': memberOf(null),
  administrator: adminOf('ops'),
}

function owns(ctx: Context, { image }: Case): boolean {
  return ctx.projectId !== null && image.owner === ctx.projectId
}

function memberStatus(ctx: Context, { beta }: Case): MemberStatus | null {
  return ctx.projectId === 'beta' ? beta : null
}

/** The rules in other words than the database's: one image at a time. */
function mayGet(ctx: Context, each: Case): boolean {
  if (isAdmin(ctx) || owns(ctx, each)) return true
  if (each.image.status === 'pending_delete') return false
  if (each.image.visibility === 'shared') return memberStatus(ctx, each) !== null
  return each.image.visibility !== 'private'
}

function mayList(ctx: Context, each: Case, query: ImageQuery): boolean {
  const { image } = each
  if (image.status === 'killed' || image.isHidden !== query.isHidden) return false
  if (image.status === 'pending_delete' && !isAdmin(ctx)) return false
  if (query.visibility !== undefined && query.visibility !== 'all' && image.visibility !== query.visibility)
    return false
  if (owns(ctx, each)) return true
  if (image.visibility === 'community') return query.visibility !== undefined
  if (isAdmin(ctx) || image.visibility === 'public') return true
  const status = memberStatus(ctx, each)
  return (
    image.visibility === 'shared' &&
    status !== null &&
    (query.memberStatus === 'all' || query.memberStatus === status)
  )
}

const namesOf = (cases: readonly Case[]) => cases.map(({ image }) => image.name).sort()

forEachDatabase((open) => {
  let records: ImageRecords
  beforeAll(async () => {
    records = createImageRecords(await open())
    await addAll(
      records,
      CASES.map(({ image }) => image),
    )
    for (const { image, beta } of CASES) {
      if (beta === null) continue
      await records.addMember(adminOf('setup'), image, 'beta')
      await records.setMemberStatus(adminOf('setup'), image, 'beta', beta)
    }
  })

  describe.each(Object.entries(PERSONAS))('to the %s', (_name, ctx) => {
    it('gives the images it may see, and hides the rest as if they did not exist', async () => {
      for (const each of CASES) {
        const answer = await records.get(ctx, each.image.id).catch((error: unknown) => error)
        const expected = mayGet(ctx, each) ? { id: each.image.id } : { code: 'not_found' }
        expect(answer, each.image.name ?? '').toMatchObject(expected)
      }
    })

    for (const visibility of [undefined, 'all', ...VISIBILITIES] as const) {
      it(`lists what it may see with visibility ${visibility ?? 'left open'}, in pages that are full`, async () => {
        for (const memberStatus of ['all', ...MEMBER_STATUSES] as const) {
          for (const isHidden of [false, true]) {
            const query = aQuery({ ...(visibility && { visibility }), memberStatus, isHidden, limit: 7 })
            const pages = await readPages(records, ctx, query)
            const expected = CASES.filter((each) => mayList(ctx, each, query))
            expect(
              pages
                .flat()
                .map((image) => image.name)
                .sort(),
            ).toEqual(namesOf(expected))
            expect(pages.slice(0, -1).every((page) => page.length === 7)).toBe(true)
          }
        }
      })
    }

    it('continues a list after an image that it may see, and after no other', async () => {
      for (const each of CASES.filter((_, index) => index % 5 === 0)) {
        const answer = await records
          .list(ctx, aQuery({ marker: each.image.id }))
          .then((page) => idsOf(page.items).includes(each.image.id))
          .catch((error: unknown) => error)
        if (mayGet(ctx, each)) expect(answer, each.image.name ?? '').toBe(false)
        else expect(answer, each.image.name ?? '').toMatchObject({ code: 'invalid', field: 'marker' })
      }
    })
  })

  it('answers for an unknown marker as for one that the caller may not see', async () => {
    const hidden = CASES.find(({ image }) => image.visibility === 'private')?.image ?? anImage()
    const messageFor = async (id: string) => {
      const error = await records
        .list(memberOf('gamma'), aQuery({ marker: id }))
        .catch((reason: unknown) => reason)
      return String(error).replace(id, '<id>')
    }
    expect(await messageFor(hidden.id)).toBe(await messageFor(anImage().id))
  })
})
