import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '#lib/db/database.ts'
import { createImageRecords } from '#lib/db/image-records.ts'
import { createLocationRecords } from '#lib/db/location-records.ts'
import { forEachDatabase } from '#tests/support/database.ts'
import { anImage, memberOf } from './image-records-builders.ts'

const ctx = memberOf('alpha')
const urlOf = (id: string) => `s3+https://s3.example.org/bucket/${id}`

forEachDatabase((open) => {
  let database: Database
  beforeAll(async () => {
    database = await open()
  })
  const isOthers = (url: string, imageId: string) => createLocationRecords(database).isOthers(url, imageId)

  describe('data is another image’s', () => {
    it('when that has it, however its url is spelled', async () => {
      const name = randomUUID()
      const locations = [
        { url: `s3://key:secret@old.example.org/bucket/${name}`, storeId: 'a', metadata: {} },
      ]
      const image = anImage({ status: 'active', locations })
      await createImageRecords(database).add(ctx, image)

      expect(await isOthers(urlOf(name), randomUUID())).toBe(true)
      expect(await isOthers(urlOf(name), image.id)).toBe(false)
      expect(await isOthers(urlOf(name.replace(/./, '_')), randomUUID())).toBe(false)
    })

    it('when that has it in Ceph, where a snapshot stands behind the name', async () => {
      const rbdUrl = (id: string) => `rbd://0f2b/images/${id}/snap`
      const name = randomUUID()
      const locations = [{ url: rbdUrl(name), storeId: 'a', metadata: {} }]
      await createImageRecords(database).add(ctx, anImage({ status: 'active', locations }))

      expect(await isOthers(rbdUrl(name), randomUUID())).toBe(true)
      expect(await isOthers(`rbd://${name}`, randomUUID())).toBe(true)
      expect(await isOthers(rbdUrl(randomUUID()), randomUUID())).toBe(false)
    })

    it('when that has it in VMware, where the datastore stands behind the name', async () => {
      const diskUrl = (id: string, host = 'vcenter') =>
        `vsphere://${host}/folder/images/${id}?dsName=a&dcPath=b%2Fc`
      const records = createImageRecords(database)
      const name = randomUUID()
      const locations = [{ url: diskUrl(name), storeId: 'a', metadata: {} }]
      await records.add(ctx, anImage({ status: 'active', locations }))
      const queued = anImage()
      await records.add(ctx, queued)

      expect(await isOthers(diskUrl(name, 'other'), randomUUID())).toBe(true)
      expect(await isOthers(`vsphere://vcenter/folder/images/${name}?dcPath=b&dsName=a`, randomUUID())).toBe(
        true,
      )
      expect(await isOthers(diskUrl(randomUUID()), randomUUID())).toBe(false)
      expect(await isOthers(diskUrl(queued.id), randomUUID())).toBe(true)
      expect(await isOthers(diskUrl(queued.id), queued.id)).toBe(false)
    })

    it('when it has the id of one that is only being uploaded, or that was deleted', async () => {
      const records = createImageRecords(database)
      const image = anImage()
      await records.add(ctx, image)
      expect(await isOthers(urlOf(image.id), randomUUID())).toBe(true)
      expect(await isOthers(urlOf(image.id), image.id)).toBe(false)
      await records.remove(ctx, image)
      expect(await isOthers(urlOf(image.id), randomUUID())).toBe(true)
      expect(await isOthers(urlOf(randomUUID()), image.id)).toBe(false)
    })
  })
})
