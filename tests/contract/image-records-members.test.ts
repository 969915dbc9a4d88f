import { sql } from 'kysely'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import type { Database } from '#lib/db/database.ts'
import { createImageRecords } from '#lib/db/image-records.ts'
import { renewMemberCopies } from '#lib/db/images/image-members.ts'
import type { Image } from '#lib/domain/image.ts'
import type { SortKey } from '#lib/domain/query.ts'
import { SORT_KEYS } from '#lib/domain/query.ts'
import type { ImageRecords } from '#lib/domain/repository.ts'
import { forEachDatabase } from '#tests/support/database.ts'
import { adminOf, anImage, aQuery, idsOf, memberOf } from './image-records-builders.ts'

const owner = memberOf('alpha')
const beta = memberOf('beta')
const gamma = memberOf('gamma')
const admin = adminOf('ops')

forEachDatabase((open, dialect) => {
  let database: Database
  let records: ImageRecords
  let nowMs = 1_800_000_000_000
  beforeAll(async () => {
    database = await open()
    records = createImageRecords(database, () => nowMs++)
  })

  const shared = (facts: Partial<Image> = {}) =>
    records.add(owner, anImage({ visibility: 'shared', ...facts }))
  const listed = async (ctx: typeof beta, query = aQuery()) => idsOf((await records.list(ctx, query)).items)

  /** SQLite has one connection, so there everybody else waits for a transaction. */
  async function untilDoneOrWaiting(work: Promise<unknown>): Promise<void> {
    if (dialect === 'sqlite') return
    let isDone = false
    const noteDone = () => {
      isDone = true
    }
    work.then(noteDone, noteDone)
    await vi.waitFor(async () => {
      const waiting = await sql`select 1 from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`.execute(database.kysely)
      expect(isDone || waiting.rows.length > 0).toBe(true)
    })
  }

  describe('members of an image', () => {
    it('begin as pending', async () => {
      const image = await shared()
      const member = await records.addMember(owner, image, 'beta')
      expect(member).toEqual({
        imageId: image.id,
        memberId: 'beta',
        status: 'pending',
        createdAtMs: nowMs - 1,
        updatedAtMs: nowMs - 1,
        endsAtMs: null,
      })
      expect(await records.getMember(owner, image, 'beta')).toEqual(member)
    })

    it('cannot be added twice, also not at once', async () => {
      const image = await shared()
      const outcomes = await Promise.allSettled(
        Array.from({ length: 4 }, () => records.addMember(owner, image, 'beta')),
      )
      expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1)
      await expect(records.addMember(owner, image, 'beta')).rejects.toMatchObject({ code: 'conflict' })
    })

    it('cannot be added to an image that is gone', async () => {
      const image = await shared()
      await records.remove(owner, image)
      await expect(records.addMember(owner, image, 'beta')).rejects.toMatchObject({ code: 'not_found' })
    })

    it('are all seen by the owner and administrators, and each by itself', async () => {
      const image = await shared()
      await records.addMember(owner, image, 'gamma')
      await records.addMember(owner, image, 'beta')
      const seenBy = async (ctx: typeof beta) =>
        (await records.listMembers(ctx, image)).map((member) => member.memberId)
      expect(await seenBy(owner)).toEqual(['gamma', 'beta'])
      expect(await seenBy(admin)).toEqual(['gamma', 'beta'])
      expect(await seenBy(beta)).toEqual(['beta'])
      expect(await seenBy(memberOf('delta'))).toEqual([])
      expect(await seenBy(memberOf(null))).toEqual([])
      expect(await records.getMember(beta, image, 'beta')).toMatchObject({ memberId: 'beta' })
      await expect(records.getMember(beta, image, 'gamma')).rejects.toMatchObject({ code: 'not_found' })
    })

    it('change their status, and the time with it', async () => {
      const image = await shared()
      const added = await records.addMember(owner, image, 'beta')
      const accepted = await records.setMemberStatus(beta, image, 'beta', 'accepted')
      expect(accepted).toEqual({ ...added, status: 'accepted', updatedAtMs: nowMs - 1 })
      expect(await records.getMember(owner, image, 'beta')).toEqual(accepted)
      await expect(records.setMemberStatus(gamma, image, 'gamma', 'accepted')).rejects.toMatchObject({
        code: 'not_found',
      })
    })

    it('can be removed and added again, and begin anew', async () => {
      const image = await shared()
      await records.addMember(owner, image, 'beta')
      await records.setMemberStatus(beta, image, 'beta', 'rejected')
      await records.removeMember(owner, image, 'beta')
      await expect(records.get(beta, image.id)).rejects.toMatchObject({ code: 'not_found' })
      await expect(records.removeMember(owner, image, 'beta')).rejects.toMatchObject({ code: 'not_found' })
      expect(await records.addMember(owner, image, 'beta')).toMatchObject({ status: 'pending' })
    })
  })

  describe('a list of what is shared with me', () => {
    it('follows the image as it is hidden, made private and shared again', async () => {
      let image = await shared()
      await records.addMember(owner, image, 'beta')
      await records.setMemberStatus(beta, image, 'beta', 'accepted')
      expect(await listed(beta)).toContain(image.id)
      const save = async (facts: Partial<Image>) => {
        image = await records.save(owner, { before: image, after: { ...image, ...facts } })
      }
      await save({ isHidden: true })
      expect(await listed(beta)).not.toContain(image.id)
      expect(await listed(beta, aQuery({ isHidden: true }))).toContain(image.id)
      await save({ isHidden: false, visibility: 'private' })
      expect(await listed(beta)).not.toContain(image.id)
      await expect(records.get(beta, image.id)).rejects.toMatchObject({ code: 'not_found' })
      await save({ visibility: 'shared' })
      expect(await listed(beta)).toContain(image.id)
    })

    it('names an image once whose owner became its own member', async () => {
      const image = await shared()
      await records.addMember(owner, image, 'alpha')
      await records.setMemberStatus(owner, image, 'alpha', 'accepted')
      const own = await listed(owner)
      expect(own.filter((id) => id === image.id)).toHaveLength(1)
      await records.addMember(owner, image, 'beta')
      await records.setMemberStatus(beta, image, 'beta', 'accepted')
      // Given away to a member: the old owner is a member now, the member an owner.
      await records.save(admin, { before: image, after: { ...image, owner: 'beta' } })
      for (const ctx of [owner, beta]) {
        expect((await listed(ctx)).filter((id) => id === image.id)).toHaveLength(1)
      }
    })

    it('stays in order when the images change, whatever it is sorted by', async () => {
      const delta = memberOf('delta')
      const images = await Promise.all(
        ['b', 'a', 'c'].map((name, n) => shared({ name, sizeBytes: n, createdAtMs: 1000 * n })),
      )
      for (const image of images) {
        await records.addMember(owner, image, 'delta')
        await records.setMemberStatus(delta, image, 'delta', 'accepted')
      }
      const [first] = images
      if (first === undefined) throw new Error('no image')
      await records.save(owner, {
        before: first,
        after: {
          ...first,
          name: 'z',
          sizeBytes: 9,
          diskFormat: 'raw',
          containerFormat: 'ovf',
          status: 'saving',
        },
      })
      const keys: Record<SortKey, boolean> = {
        ...{
          name: true,
          size: true,
          disk_format: true,
          container_format: true,
          status: true,
          updated_at: true,
        },
        ...{ created_at: false, id: idsOf(images).sort().at(-1) === first.id },
      }
      for (const key of SORT_KEYS) {
        const list = await listed(delta, aQuery({ sort: [{ key, direction: 'asc' }] }))
        expect(list).toHaveLength(3)
        expect(list.at(-1) === first.id, key).toBe(keys[key])
      }
    })

    it('agrees with an image that is being changed as the member comes', async () => {
      const image = await shared()
      let adding: Promise<unknown> | undefined
      await database.kysely.transaction().execute(async (transaction) => {
        await transaction.updateTable('images').set({ is_hidden: 1 }).where('id', '=', image.id).execute()
        await renewMemberCopies(transaction, image.id)
        adding = records.addMember(owner, image, 'late')
        await untilDoneOrWaiting(adding)
      })
      await adding
      const late = memberOf('late')
      expect(await listed(late, aQuery({ memberStatus: 'all' }))).toEqual([])
      expect(await listed(late, aQuery({ memberStatus: 'all', isHidden: true }))).toEqual([image.id])
    })
  })
})
