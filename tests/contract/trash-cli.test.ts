import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { runTrash } from '#lib/cli/trash.ts'
import { loadConfig } from '#lib/config.ts'
import { migrate, openDatabase } from '#lib/db/database.ts'
import { createImageRecords } from '#lib/db/image-records.ts'
import { createTrashRecords } from '#lib/db/trash-records.ts'
import { systemContext } from '#lib/domain/context.ts'
import { newImage } from '#lib/domain/new-image.ts'
import { databaseUrl } from '#lib/runtime/database-url.ts'
import { openDataFolder } from '#lib/runtime/open-data.ts'

const ctx = systemContext('test')

test('an administrator restores a deleted image by hand, once', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'vitrine-cli-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const config = loadConfig({ VITRINE_DATA_DIR: folder })
  await openDataFolder(folder)
  const database = openDatabase(databaseUrl(config))
  onTestFinished(() => database.close())
  await migrate(database)
  const records = createImageRecords(database)
  const fresh = newImage({}, { id: randomUUID(), owner: 'red', nowMs: 1 })
  const before = await records.add(ctx, { ...fresh, status: 'deactivated' })
  await createTrashRecords(database).note(before, 2)
  await records.save(ctx, { before, after: { ...before, status: 'pending_delete' } })

  expect(await runTrash(config, ['restore', before.id])).toBe(`Image ${before.id} is deactivated again.`)

  expect(await records.get(ctx, before.id)).toMatchObject({ status: 'deactivated' })
  await expect(runTrash(config, ['restore', before.id])).rejects.toThrow(`No deleted image ${before.id}`)
  await expect(runTrash(config, ['restore'])).rejects.toThrow('npm run cli -- trash restore IMAGE_ID')
})
