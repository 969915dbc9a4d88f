import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { expect, test } from './support/dashboard.ts'
import { expectNoViolations } from './support/violations.ts'

test('downloads the image’s bytes under a good name', async ({ dashboard: page, person }) => {
  const image = await person.createActive({ name: 'debian 13/cloud' }, 300_000)
  await page.goto(`/images/${image.id}`)
  const started = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Download' }).click()
  const download = await started
  expect(download.suggestedFilename()).toBe('debian 13-cloud.raw')
  const bytes = await readFile(await download.path())
  expect(createHash('sha512').update(bytes).digest('hex')).toBe(image.os_hash_value)
})

test('shows everything about the image', async ({ dashboard: page, person }) => {
  const image = await person.createActive({
    name: 'known',
    tags: ['lts'],
    hw_disk_bus: 'virtio',
    description: 'Made nightly',
    min_ram: 2048,
  })
  await page.goto(`/images/${image.id}`)
  for (const text of [
    image.id,
    person.projectId,
    'Made nightly',
    'lts',
    'hw_disk_bus',
    'virtio',
    '1,000 bytes',
    '2 GB RAM',
  ]) {
    await expect(page.getByText(text, { exact: true }).first()).toBeVisible()
  }
  await expect(page.getByText(image.os_hash_value ?? '', { exact: true })).toBeVisible()
  await expect(page.getByText(/sha512sum --check/)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Copy image ID' })).toBeVisible()
})

test('shares with a project and stops sharing', async ({ dashboard: page, cloud, person }) => {
  const friend = await cloud.newProject()
  const { id } = await person.createImage({ name: 'for friends' })
  await page.goto(`/images/${id}`)
  // Shown at once: the person writes on while the service has not agreed yet, and loses nothing of it.
  const written = Promise.withResolvers<void>()
  await page.route(`**/v2/images/${id}`, async (route) => {
    if (route.request().method() === 'PATCH') await written.promise
    await route.continue()
  })
  await page.getByRole('button', { name: 'Make it shared' }).click()
  await page.getByLabel('Share with a project').fill(friend.id)
  const found = page.waitForResponse(/\/v2\/vitrine\/projects\?/)
  await page.getByRole('button', { name: 'Share', exact: true }).click()
  // What was built on it waits for it.
  await found
  written.resolve()
  const members = page.getByRole('region', { name: 'Shared with' })
  await expect(members.getByText(friend.id, { exact: true })).toBeVisible()
  await expect(members.getByText('Not answered')).toBeVisible()
  await page.getByLabel('Share with a project').fill(friend.id)
  await page.getByRole('button', { name: 'Share', exact: true }).click()
  await expect(page.getByLabel('Share with a project')).toHaveAccessibleDescription(/already/)
  await members.getByRole('button', { name: /Stop sharing/ }).click()
  await expect(members.getByText('No project yet.')).toBeVisible()
})

test('tells that an image waits for its data', async ({ dashboard: page, person }) => {
  const { id } = await person.createImage({ name: 'waiting' })
  await page.goto(`/images/${id}`)
  await expect(page.getByText('This image has no data yet')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Download' })).toHaveAccessibleDescription(/no data yet/)
})

test('leads from a deprecated image to the one that replaces it', async ({ dashboard: page, person }) => {
  const next = await person.createImage({ name: 'of this month' })
  const { id } = await person.createImage({
    name: 'of last month',
    image_deprecated_at: '2024-01-31',
    image_replaced_by: next.id,
  })
  await page.goto(`/images/${id}`)
  await expect(page.getByText('This image is deprecated')).toBeVisible()
  await expectNoViolations(page)
  await page.getByRole('link', { name: 'of this month' }).click()
  await expect(page).toHaveURL(`/images/${next.id}`)
  await expect(page.getByRole('heading', { name: 'of this month' })).toBeVisible()
  await expect(page.getByText('This image is deprecated')).toBeHidden()
})

test('leads back to the list when the image is deleted there', async ({ dashboard: page, person }) => {
  const { id } = await person.createImage({ name: 'short-lived' })
  await page.goto(`/images/${id}`)
  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: /^Delete/ }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete image' }).click()
  await expect(page).toHaveURL('/images')
  await page.goto(`/images/${id}`)
  await expect(page.getByRole('heading', { name: 'There is no such image' })).toBeVisible()
})

test('has a page for addresses that lead nowhere', async ({ dashboard: page }) => {
  await page.goto('/no/such/page')
  await expect(page.getByRole('heading', { name: 'There is no such page' })).toBeVisible()
})
