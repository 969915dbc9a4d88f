import { expect, namesIn, rowOf, test } from './support/dashboard.ts'

test('switching the project changes what is listed and whose new images are', async ({
  dashboard: page,
  cloud,
  person,
}) => {
  const other = await cloud.newProject()
  await cloud.giveRole(person, other.id, 'reader')
  await person.createImage({ name: 'of the first project' })
  await page.goto('/images?owner=mine')
  await expect(rowOf(page, 'of the first project')).toBeVisible()
  await page.getByRole('button', { name: /^Project:/ }).click()
  await page.getByRole('menuitemradio', { name: other.name }).click()
  await expect(page.getByRole('button', { name: `Project: ${other.name}` })).toBeVisible()
  await expect(namesIn(page)).toHaveCount(0)
  await page.reload()
  await expect(page.getByRole('button', { name: `Project: ${other.name}` })).toBeVisible()

  await page.keyboard.press('Control+k')
  await page.getByPlaceholder(/Find an image/).fill(person.projectName)
  await page.keyboard.press('Enter')
  await expect(rowOf(page, 'of the first project')).toBeVisible()
})

test('who may only read is told so, at every control', async ({ page, cloud }) => {
  const reader = await cloud.newPerson('reader')
  const owner = await cloud.newPerson()
  await cloud.giveRole(owner, reader.projectId, 'member')
  const { id } = await owner.createImage({ name: 'to be read', visibility: 'shared' })
  await owner.addMember(id, reader.projectId)
  await page.goto('/login')
  await page.getByLabel('User name').fill(reader.name)
  await page.getByRole('textbox', { name: 'Password' }).fill(reader.password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page).toHaveURL('/images')
  await page.goto(`/images/${id}`)
  await expect(page.getByRole('heading', { name: 'to be read' })).toBeVisible()
  for (const name of ['Edit', 'Download']) {
    const button = page.getByRole('button', { name, exact: true })
    await expect(button).toHaveAttribute('aria-disabled', 'true')
    await expect(button).toHaveAccessibleDescription(/./)
  }
})
