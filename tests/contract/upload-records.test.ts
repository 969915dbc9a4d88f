import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import type { Database } from '#lib/db/database.ts'
import { createDoomedDataRecords } from '#lib/db/doomed-data-records.ts'
import { createImageRecords } from '#lib/db/image-records.ts'
import { createUploadRecords } from '#lib/db/upload-records.ts'
import type { ImageRecords } from '#lib/domain/repository.ts'
import type { Upload } from '#lib/domain/upload.ts'
import type { DoomedDataRecords, Lease, StoredImageData, UploadRecords } from '#lib/domain/upload-records.ts'
import { forEachDatabase } from '#tests/support/database.ts'
import { alice, aRawImage } from './upload-world.ts'

const NOW = 1_800_000_000_000
const DAY = 86_400_000

forEachDatabase((openDatabase) => {
  let database: Database
  let images: ImageRecords
  let uploads: UploadRecords
  let doomed: DoomedDataRecords
  beforeAll(async () => {
    database = await openDatabase()
    images = createImageRecords(database, () => NOW)
    uploads = createUploadRecords(database)
    doomed = createDoomedDataRecords(database)
  })

  const queuedImage = () => images.add(alice, aRawImage(randomUUID()))
  const statusOf = async (imageId: string) => (await images.get(alice, imageId)).status

  function anUpload(imageId: string, change: Partial<Upload> = {}): Upload {
    return {
      ...{ id: randomUUID(), imageId, kind: 'tus', storeId: 'file', projectId: 'project-a', userId: 'alice' },
      ...{
        totalBytes: 2 ** 40,
        receivedBytes: 0,
        fileName: 'größe.img',
        createdAtMs: NOW,
        expiresAtMs: NOW + DAY,
      },
      expectedHash: { algo: 'sha256', value: 'ab'.repeat(32) },
      ...change,
    }
  }
  async function claimed(change: Partial<Upload> = {}): Promise<Upload> {
    const upload = anUpload((await queuedImage()).id, change)
    await uploads.claim(upload, 'node-1')
    return upload
  }
  const aLease = (owner: string = randomUUID(), untilMs = NOW + 15_000): Lease => ({
    owner,
    node: `node-of-${owner}`,
    untilMs,
  })
  async function held(change: Partial<Upload> = {}) {
    const upload = await claimed(change)
    const lease = aLease()
    await uploads.lease(upload.id, lease, { nowMs: NOW })
    return { upload, lease }
  }
  const data = (upload: Upload, change: Partial<StoredImageData> = {}): StoredImageData => ({
    ...{
      url: `file:///images/${upload.imageId}`,
      storeId: 'file',
      sizeBytes: 5_000_000_000,
      virtualSizeBytes: 2 ** 45,
    },
    ...{ md5: 'c'.repeat(32), sha512: 'd'.repeat(128) },
    ...change,
  })
  const times = { nowMs: NOW + 5, rememberUntilMs: NOW + DAY }

  test('a claimed image is saving, and its upload is found as it was claimed', async () => {
    const upload = await claimed()
    expect(await statusOf(upload.imageId)).toBe('saving')
    expect(await uploads.find(upload.id)).toMatchObject({
      ...upload,
      ...{ state: 'open', refusal: null, writer: 'node-1', leaseOwner: null, imageStatus: 'saving' },
    })
  })

  test('of two claims at once one wins, and the other changes nothing', async () => {
    const image = await queuedImage()
    const claims = [anUpload(image.id), anUpload(image.id)]
    const outcomes = await Promise.allSettled(claims.map((upload) => uploads.claim(upload, 'node-1')))
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    const lost = outcomes.find(({ status }) => status === 'rejected') as PromiseRejectedResult
    expect(lost.reason).toMatchObject({ code: 'conflict' })
    expect(await uploads.list({ states: ['open'], imageId: image.id })).toHaveLength(1)
  })

  test('an image that is gone cannot be claimed', async () => {
    await expect(uploads.claim(anUpload(randomUUID()), 'node-1')).rejects.toMatchObject({ code: 'gone' })
  })

  test('one request holds the lease; another gets it after it lapses, is given back, or its owner is dead', async () => {
    const upload = await claimed()
    const [first, second] = [aLease(), aLease(randomUUID(), NOW + 60_000)]
    await uploads.lease(upload.id, first, { nowMs: NOW })
    await expect(uploads.lease(upload.id, second, { nowMs: NOW })).rejects.toMatchObject({ code: 'conflict' })
    const other = { nowMs: NOW, lapsedOwner: 'somebody else' }
    await expect(uploads.lease(upload.id, second, other)).rejects.toMatchObject({ code: 'conflict' })
    await uploads.lease(upload.id, second, { nowMs: NOW, lapsedOwner: first.owner })
    await uploads.lease(upload.id, first, { nowMs: NOW + 60_001 })
    await uploads.release(upload.id, second.owner)
    await expect(uploads.lease(upload.id, second, { nowMs: NOW })).rejects.toMatchObject({ code: 'conflict' })
    await uploads.release(upload.id, first.owner)
    await uploads.lease(upload.id, second, { nowMs: NOW })
  })

  test('of two that take a free lease at once one gets it', async () => {
    const upload = await claimed()
    const takers = [aLease(), aLease(), aLease()]
    const outcomes = await Promise.allSettled(
      takers.map((lease) => uploads.lease(upload.id, lease, { nowMs: NOW })),
    )
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  test('renewing notes the progress and the writer, and tells whether the lease still holds', async () => {
    const { upload, lease } = await held()
    const progress = { receivedBytes: 3_000_000_000, expiresAtMs: NOW + 2 * DAY }
    expect(await uploads.renew(upload.id, { ...lease, untilMs: NOW + 30_000 }, progress)).toBe('held')
    expect(await uploads.find(upload.id)).toMatchObject({
      ...progress,
      writer: lease.node,
      leaseUntilMs: NOW + 30_000,
    })
    expect(await uploads.renew(upload.id, aLease(), progress)).toBe('lost')
    await uploads.doom(upload.imageId)
    expect(await uploads.renew(upload.id, lease, progress)).toBe('gone')
    expect(await uploads.renew(randomUUID(), lease, progress)).toBe('gone')
  })

  test('activation gives the image its data, and the upload is remembered as finished', async () => {
    const { upload, lease } = await held()
    await uploads.activate(upload, lease.owner, data(upload), times)
    expect(await images.get(alice, upload.imageId)).toMatchObject({
      ...{ status: 'active', sizeBytes: 5_000_000_000, virtualSizeBytes: 2 ** 45, updatedAtMs: NOW + 5 },
      ...{ checksum: 'c'.repeat(32), hashAlgo: 'sha512', hashValue: 'd'.repeat(128) },
      locations: [{ url: `file:///images/${upload.imageId}`, storeId: 'file', metadata: {} }],
    })
    expect(await uploads.find(upload.id)).toMatchObject({
      ...{
        state: 'finished',
        receivedBytes: 5_000_000_000,
        totalBytes: 5_000_000_000,
        expiresAtMs: NOW + DAY,
      },
    })
    await expect(uploads.lease(upload.id, aLease(), { nowMs: NOW })).rejects.toMatchObject({ code: 'gone' })
  })

  test('a plain upload is not remembered', async () => {
    const { upload, lease } = await held({ kind: 'put' })
    await uploads.activate(upload, lease.owner, data(upload), times)
    expect(await uploads.find(upload.id)).toBeNull()
  })

  test('without the lease nothing is activated', async () => {
    const { upload } = await held()
    await expect(uploads.activate(upload, 'somebody', data(upload), times)).rejects.toMatchObject({
      code: 'conflict',
    })
    expect(await images.get(alice, upload.imageId)).toMatchObject({
      status: 'saving',
      sizeBytes: null,
      locations: [],
    })
  })

  test('an image deleted meanwhile is not activated but gone', async () => {
    const { upload, lease } = await held()
    await images.remove(alice, await images.get(alice, upload.imageId))
    await expect(uploads.activate(upload, lease.owner, data(upload), times)).rejects.toMatchObject({
      code: 'gone',
    })
    expect((await uploads.find(upload.id))?.imageStatus).toBeNull()
  })

  test('a refused upload gives its image back for another, and is remembered with the reason', async () => {
    const { upload } = await held()
    const refusal = { code: 'unsupported_media', message: 'It is something else.' } as const
    await uploads.giveBack(upload, NOW + 7, { refusal, rememberUntilMs: NOW + DAY })
    expect(await images.get(alice, upload.imageId)).toMatchObject({
      status: 'queued',
      sizeBytes: null,
      updatedAtMs: NOW + 7,
    })
    expect(await uploads.find(upload.id)).toMatchObject({ state: 'refused', refusal, expiresAtMs: NOW + DAY })
    await uploads.claim(anUpload(upload.imageId), 'node-1')
  })

  test('giving back twice, or after another upload began, changes nothing', async () => {
    const { upload } = await held()
    await uploads.giveBack(upload, NOW)
    expect(await uploads.find(upload.id)).toBeNull()
    const next = anUpload(upload.imageId)
    await uploads.claim(next, 'node-1')
    await uploads.giveBack(upload, NOW)
    expect(await statusOf(upload.imageId)).toBe('saving')
    expect((await uploads.find(next.id))?.state).toBe('open')
  })

  test('a deferred length is declared once', async () => {
    const upload = await claimed({ totalBytes: null })
    await uploads.declareTotal(upload.id, 100)
    await uploads.declareTotal(upload.id, 100)
    await expect(uploads.declareTotal(upload.id, 101)).rejects.toMatchObject({ code: 'conflict' })
    await expect(uploads.declareTotal(randomUUID(), 1)).rejects.toMatchObject({ code: 'gone' })
  })

  test('a doomed upload can no longer be written', async () => {
    const upload = await claimed()
    await images.remove(alice, await images.get(alice, upload.imageId))
    expect(await uploads.doom(upload.imageId)).toMatchObject({ id: upload.id, state: 'doomed' })
    expect(await uploads.doom(randomUUID())).toBeNull()
    await expect(uploads.lease(upload.id, aLease(), { nowMs: NOW })).rejects.toMatchObject({ code: 'gone' })
  })

  test('uploads are listed by state, image and project', async () => {
    const mine = await claimed()
    const theirs = await claimed({ projectId: 'project-b' })
    const ids = async (filter: Parameters<typeof uploads.list>[0]) =>
      (await uploads.list(filter)).map(({ id }) => id)
    expect(await ids({ states: ['open'], imageId: mine.imageId })).toEqual([mine.id])
    expect(await ids({ states: ['finished'], imageId: mine.imageId })).toEqual([])
    expect(await ids({ states: ['open'], projectId: 'project-b' })).toEqual([theirs.id])
    expect(await ids({ states: ['open'], projectId: null })).toEqual([])
  })

  test('members of a shared image see each step in their lists', async () => {
    const bob = { ...alice, projectId: 'project-b', userId: 'bob' }
    const image = await queuedImage()
    await images.addMember(alice, image, 'project-b')
    await images.setMemberStatus(bob, image, 'project-b', 'accepted')
    const upload = anUpload(image.id)
    const lease = aLease()
    await uploads.claim(upload, 'node-1')
    await uploads.lease(upload.id, lease, { nowMs: NOW })
    await uploads.activate(upload, lease.owner, data(upload, { sizeBytes: 42 }), times)
    const { items } = await images.list(bob, {
      filters: [{ on: 'column', column: 'status', comparison: 'eq', value: 'active' }],
      ...{ memberStatus: 'accepted', isHidden: false, sort: [{ key: 'size', direction: 'desc' }], limit: 10 },
    })
    expect(items.map(({ id }) => id)).toContain(image.id)
  })

  test('doomed data is listed with whether it is still data of its image, until it is struck out', async () => {
    const place = { url: `file:///${randomUUID()}`, storeId: 'file', metadata: {} }
    const queued = await queuedImage()
    const image = await images.save(alice, { before: queued, after: { ...queued, locations: [place] } })
    const note = (imageId: string) => ({
      url: `file:///${randomUUID()}`,
      storeId: 'file',
      imageId,
      notedAtMs: NOW,
    })
    const [standing, gone] = [{ ...note(image.id), url: place.url }, note(image.id)]
    await doomed.note([])
    await doomed.note([standing, gone])
    await doomed.note([standing])
    expect(await doomed.list(NOW)).toEqual([])
    const found = await doomed.list(NOW + 1)
    expect(found).toContainEqual({ ...standing, isStillUsed: true })
    expect(found).toContainEqual({ ...gone, isStillUsed: false })
    await doomed.strike(gone.url)
    expect(await doomed.list(NOW + 1)).toEqual([{ ...standing, isStillUsed: true }])
  })
})
