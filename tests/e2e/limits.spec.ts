import { expect, openSecondBrowser, rowOf, test } from './support/dashboard.ts'

test.use({ settings: { VITRINE_DELAYED_DELETE: 'true', VITRINE_USE_KEYSTONE_LIMITS: 'true' } })

test('a deleted image comes back: at once by Undo, later from where the deleted ones wait', async ({
  dashboard: page,
  person,
  cloud,
}) => {
  await cloud.setLimits(person.projectId, {
    image_size_total: 1024 ** 3,
    image_count_total: 10,
    image_count_uploading: 5,
  })
  await person.createActive({ name: 'precious' })
  await page.goto('/images')
  const remove = async () => {
    await page.getByRole('button', { name: 'Actions for precious' }).click()
    await page.getByRole('menuitem', { name: /^Delete/ }).click()
    const question = page.getByRole('alertdialog', { name: 'Delete this image?' })
    await expect(question).toContainText('can be restored for 7 days')
    await question.getByRole('button', { name: 'Delete image' }).click()
  }
  await remove()
  await expect(rowOf(page, 'precious')).toHaveCount(0)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(rowOf(page, 'precious')).toContainText('Active')

  await remove()
  await page.getByRole('link', { name: 'Recently deleted' }).click()
  await page.getByRole('button', { name: 'Restore precious' }).click()
  await expect(page.getByRole('heading', { name: 'Nothing was deleted lately' })).toBeVisible()
  await page.getByRole('link', { name: 'Images', exact: true }).click()
  await expect(rowOf(page, 'precious')).toContainText('Active')

  await remove()
  await page.getByRole('link', { name: 'Recently deleted' }).click()
  await page.getByRole('button', { name: 'Delete now: precious' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove for good' }).click()
  await expect(page.getByRole('heading', { name: 'Nothing was deleted lately' })).toBeVisible()
  expect(await person.imageNames()).toEqual([])
})

test('an administrator sets limits; the project sees what it has of them', async ({
  dashboard: page,
  person,
  cloud,
}) => {
  await page.goto('/admin/quotas')
  await expect(page.getByRole('heading', { name: 'Only for administrators' })).toBeVisible()

  const admin = await openSecondBrowser(page, cloud.admin)
  await admin.goto('/admin/quotas')
  await admin.getByRole('button', { name: `Limits of ${person.projectName}` }).click()
  const dialog = admin.getByRole('dialog', { name: `Limits of ${person.projectName}` })
  await dialog.getByLabel('Image data (GiB)').fill('much')
  await expect(dialog.getByText('Write a number from 0 on, “none”, or nothing.')).toBeVisible()
  await dialog.getByLabel('Image data (GiB)').fill('0.5')
  await dialog.getByLabel('Images', { exact: true }).fill('2')
  await dialog.getByLabel('Uploads at once').fill('none')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog).toBeHidden()
  await admin.context().close()

  await person.createActive({ name: 'one of two' })
  await page.goto('/images')
  const quota = page.getByRole('region', { name: 'Quota' })
  await expect(quota.getByText('1 of 2')).toBeVisible()
  await expect(quota.getByText(/of 512 MiB/)).toBeVisible()
})
