import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, openSecondBrowser, test } from './support/dashboard.ts'
import { expectCleanInBothThemes } from './support/violations.ts'

const STORES = `
default: fast
stores:
  - { id: fast, type: file, folder: fast, weight: 5, description: Disks of this machine }
  - { id: slow, type: file, folder: slow }
`
const file = join(mkdtempSync(join(tmpdir(), 'vitrine-stores-')), 'stores.yaml')
writeFileSync(file, STORES)
test.use({ reducedMotion: 'reduce', settings: { VITRINE_STORES_FILE: file } })

async function openAsAdmin(page: Page, person: Parameters<typeof openSecondBrowser>[1], path: string) {
  await page.goto('/images')
  const admin = await openSecondBrowser(page, person)
  await admin.emulateMedia({ reducedMotion: 'reduce' })
  await admin.goto(path)
  return admin
}

const storeRow = (page: Page, id: string) =>
  page
    .getByRole('list', { name: 'Stores', exact: true })
    .getByRole('listitem')
    .filter({ has: page.getByText(id, { exact: true }) })

const confirm = async (page: Page, label: string) => {
  const question = page.getByRole('alertdialog')
  await question.getByRole('button', { name: label, exact: true }).click()
  await expect(question).toBeHidden()
}

test('an administrator closes a store, empties another, and opens it again', async ({
  dashboard: page,
  person,
  cloud,
}) => {
  const { id } = await person.createActive({ name: 'wanderer' }, 4096)
  await page.goto('/admin/stores')
  await expect(page.getByRole('heading', { name: 'Only for administrators' })).toBeVisible()
  const admin = await openAsAdmin(page, cloud.admin, '/admin/stores')
  await expect(storeRow(admin, 'fast')).toContainText('Answers within')
  await expect(storeRow(admin, 'fast')).toContainText('free')
  await expectCleanInBothThemes(admin)
  await admin.getByRole('button', { name: 'Make read-only: slow' }).click()
  await expect(admin.getByRole('alertdialog')).toContainText('can be downloaded and deleted as before')
  await expectCleanInBothThemes(admin)
  await confirm(admin, 'Make read-only')
  await expect(storeRow(admin, 'slow')).toContainText('Read-only')
  await admin.getByRole('button', { name: 'Open: slow' }).click()
  await confirm(admin, 'Open')
  await expect(admin.getByRole('button', { name: 'Make read-only: slow' })).toBeVisible()

  await admin.getByRole('button', { name: 'Empty: fast' }).click()
  await expect(admin.getByRole('alertdialog')).toContainText('data without a choice goes to slow')
  await expectCleanInBothThemes(admin)
  await confirm(admin, 'Empty it')
  await expect(storeRow(admin, 'fast')).toContainText('Empty and closed', { timeout: 60_000 })
  await expect(storeRow(admin, 'fast')).toContainText('No images')
  expect((await person.image(id)).stores).toBe('slow')
  await admin.getByRole('button', { name: 'Open: fast' }).click()
  await confirm(admin, 'Open')
  await expect(storeRow(admin, 'fast')).toContainText('Default')
  await admin.context().close()
})

test('an image’s data is verified, copied to another store, and removed from the first', async ({
  dashboard: page,
  person,
  cloud,
}) => {
  const { id, stores: first = '' } = await person.createActive({ name: 'traveller' }, 4096)
  const other = first === 'fast' ? 'slow' : 'fast'
  await page.goto(`/images/${id}`)
  const own = page.getByRole('list', { name: 'Stores of the image' })
  await expect(own).toContainText('Not read again since it was stored')
  await expect(page.getByRole('button', { name: /^Verify now/ })).toHaveCount(0)

  const admin = await openAsAdmin(page, cloud.admin, `/images/${id}`)
  const places = admin.getByRole('list', { name: 'Stores of the image' })
  await admin.getByRole('button', { name: `Verify now in ${first}` }).click()
  await expect(places).toContainText('Intact', { timeout: 60_000 })
  await admin.getByRole('button', { name: 'Copy to another store' }).click()
  await expect(admin.getByRole('alertdialog').getByLabel('To', { exact: true })).toContainText(other)
  await expectCleanInBothThemes(admin)
  await confirm(admin, 'Copy')
  await expect(places.getByRole('listitem')).toHaveCount(2, { timeout: 60_000 })
  await expectCleanInBothThemes(admin)
  await admin.getByRole('button', { name: `Remove from ${first}` }).click()
  await expect(admin.getByRole('alertdialog')).toContainText(`Remove the data from ${first}?`)
  await expectCleanInBothThemes(admin)
  await confirm(admin, 'Remove')
  await expect(places.getByRole('listitem')).toHaveCount(1)
  await expect(places).toContainText(other)
  await admin.getByRole('button', { name: `Move out of ${other}` }).click()
  await confirm(admin, 'Move')
  await expect(places).toContainText(first, { timeout: 60_000 })
  await admin.context().close()
})

test('an administrator copies the data of many images, takes it away again, and gives the images to a project', async ({
  dashboard: page,
  person,
  cloud,
}) => {
  const images = [
    await person.createActive({ name: 'many-a' }),
    await person.createActive({ name: 'many-b' }),
  ]
  const heir = await cloud.newPerson()
  const admin = await openAsAdmin(page, cloud.admin, '/images?q=many-')
  await admin.getByLabel('Select all images that are loaded').check()
  const storesOf = () =>
    Promise.all(images.map(async ({ id }) => (await cloud.admin.image(id)).stores?.split(',').sort()))
  const order = async (item: string, dialogName: string, button: string) => {
    await admin.getByRole('button', { name: 'More', exact: true }).click()
    await admin.getByRole('menuitem', { name: item }).click()
    const dialog = admin.getByRole('dialog', { name: dialogName })
    await expectCleanInBothThemes(admin)
    return dialog.getByRole('button', { name: button, exact: true })
  }

  const copy = await order('Copy to a store…', 'Copy 2 images to a store', 'Copy')
  await admin.getByLabel('To', { exact: true }).click()
  await admin.getByRole('option', { name: 'slow' }).click()
  await copy.click()
  await expect(admin.getByText('2 images being copied to slow')).toBeVisible()
  await expect.poll(storesOf).toEqual([
    ['fast', 'slow'],
    ['fast', 'slow'],
  ])

  await (await order('Remove from a store…', 'Remove 2 images from a store', 'Remove')).click()
  await expect(admin.getByText('2 images removed from fast')).toBeVisible()
  await expect.poll(storesOf).toEqual([['slow'], ['slow']])

  const give = await order('Change owner…', 'Change owner of 2 images', 'Change owner')
  await admin.getByLabel('New owner').fill(heir.projectName)
  await admin.getByRole('button', { name: 'Find', exact: true }).click()
  await expect(admin.getByText('do not even see them any more')).toBeVisible()
  await give.click()
  await expect(admin.getByText(`2 images given to ${heir.projectName}`)).toBeVisible()
  expect((await heir.imageNames()).toSorted()).toEqual(['many-a', 'many-b'])
})
