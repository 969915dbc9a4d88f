import { expect, openSecondBrowser, rowOf, test } from './support/dashboard.ts'

test('two browsers see each other’s changes', async ({ dashboard: page, person }) => {
  const { id } = await person.createImage({ name: 'seen by both' })
  await page.goto('/images')
  await expect(rowOf(page, 'seen by both')).toBeVisible()
  const other = await openSecondBrowser(page, person)
  await other.goto(`/images/${id}`)
  await expect(other.getByRole('heading', { name: 'seen by both' })).toBeVisible()

  await other.keyboard.press('e')
  const dialog = other.getByRole('dialog', { name: 'Edit image' })
  await dialog.getByLabel('Name', { exact: true }).fill('renamed elsewhere')
  await dialog.getByRole('button', { name: 'Save changes' }).click()
  await expect(rowOf(page, 'renamed elsewhere')).toBeVisible()

  await page.getByRole('button', { name: 'Actions for renamed elsewhere' }).click()
  await page.getByRole('menuitem', { name: /^Delete/ }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Delete image' }).click()
  await expect(other.getByRole('heading', { name: 'There is no such image' })).toBeVisible()
  await other.context().close()
})

test('an image made by another client appears by itself, and becomes active before one’s eyes', async ({
  dashboard: page,
  person,
}) => {
  await page.goto('/images')
  await expect(page.getByRole('heading', { name: 'No images yet' })).toBeVisible()
  await person.createActive({ name: 'from the command line' })
  await expect(rowOf(page, 'from the command line')).toContainText('Active')
})

test('asks every few seconds while the events do not come', async ({ dashboard: page, person }) => {
  await page.route('**/events', (route) => route.abort())
  await page.goto('/images')
  await expect(page.getByRole('heading', { name: 'No images yet' })).toBeVisible()
  await person.createImage({ name: 'found by asking' })
  await expect(rowOf(page, 'found by asking')).toBeVisible({ timeout: 25_000 })
})
