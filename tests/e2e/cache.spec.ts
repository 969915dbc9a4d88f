import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, openSecondBrowser, test } from './support/dashboard.ts'
import { expectCleanInBothThemes } from './support/violations.ts'

const folder = mkdtempSync(join(tmpdir(), 'vitrine-cache-'))
const file = join(folder, 'stores.yaml')
writeFileSync(file, 'default: far\nstores: [{ id: far, type: file, cached: true }]\n')
test.use({
  reducedMotion: 'reduce',
  settings: { VITRINE_STORES_FILE: file, VITRINE_CACHE_DIR: join(folder, 'copies') },
})

test('an administrator has an image fetched into the cache, and empties it', async ({
  dashboard: page,
  person,
  cloud,
}) => {
  const { id } = await person.createActive({ name: 'far away' }, 4096)
  await page.goto('/images')
  const admin = await openSecondBrowser(page, cloud.admin)
  await admin.emulateMedia({ reducedMotion: 'reduce' })
  await admin.goto('/admin/cache')
  await expect(admin.getByText('No copies, and nothing waits.')).toBeVisible()
  const field = admin.getByLabel('Image to fetch ahead')
  await field.fill('no image')
  await admin.getByRole('button', { name: 'Fetch', exact: true }).click()
  await expect(admin.getByText(/No image no image was found/)).toBeVisible()
  await field.fill(id)
  await admin.getByRole('button', { name: 'Fetch', exact: true }).click()
  const row = admin.getByRole('listitem').filter({ has: admin.getByRole('link', { name: 'far away' }) })
  await expect(row).toContainText('hits', { timeout: 60_000 })
  await expectCleanInBothThemes(admin)
  await admin.getByRole('button', { name: 'Remove all copies' }).click()
  const question = admin.getByRole('alertdialog', { name: 'Remove all copies?' })
  await expectCleanInBothThemes(admin)
  await question.getByRole('button', { name: 'Remove copies' }).click()
  await expect(question).toBeHidden()
  await expect(admin.getByText('No copies, and nothing waits.')).toBeVisible()
  await admin.context().close()
})
