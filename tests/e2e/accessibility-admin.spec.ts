import type { Locator, Page } from '@playwright/test'
import { test as base, expect, rowOf } from './support/dashboard.ts'
import { expectCleanInBothThemes } from './support/violations.ts'

/** All of it in the administrator's name: nobody sees more pages. */
const test = base.extend({ person: async ({ cloud }, use) => use(cloud.admin) })
test.use({
  reducedMotion: 'reduce',
  settings: { VITRINE_DELAYED_DELETE: 'true', VITRINE_USE_KEYSTONE_LIMITS: 'true' },
})

test.beforeEach(({ cloud }) =>
  cloud.setLimits(cloud.admin.projectId, {
    image_size_total: 1024 ** 3,
    image_count_total: 100,
    image_count_uploading: 10,
  }),
)

/** Of a dialog that is about to open: it is there, clean, and goes again. */
async function expectCleanDialog(page: Page, dialog: Locator, content: Locator = dialog): Promise<void> {
  await expect(content).toBeVisible()
  await expectCleanInBothThemes(page)
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
}

const dialogOf = (page: Page, name: string | RegExp) => page.getByRole('dialog', { name })
const questionOf = (page: Page, name: string | RegExp) => page.getByRole('alertdialog', { name })
const press = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name, exact: typeof name === 'string' }).click()

async function chooseOf(page: Page, menu: string, item: string): Promise<void> {
  await press(page, menu)
  await page.getByRole('menuitem', { name: item, exact: true }).click()
}

test('axe finds nothing on the pages of projects and users, nor in their dialogs', async ({
  dashboard: page,
  cloud,
}) => {
  const { name, projectName } = await cloud.newPerson()
  await page.goto('/admin/projects')
  await page.getByLabel('Find projects').fill(projectName)
  const project = `Actions for ${projectName}`
  await press(page, project)
  await expect(page.getByRole('menu')).toBeVisible()
  await expectCleanInBothThemes(page)
  await page.keyboard.press('Escape')
  await press(page, 'Create project')
  const create = dialogOf(page, 'Create project')
  await expectCleanDialog(page, create, create.getByLabel('Name'))
  await chooseOf(page, project, 'Members…')
  const members = dialogOf(page, 'Members')
  await expectCleanDialog(page, members, members.getByRole('list', { name: 'Roles that were given' }))
  await chooseOf(page, project, 'Delete…')
  const question = questionOf(page, 'Delete this project?')
  await expectCleanDialog(page, question, question.getByText('It has no images.'))

  await page.goto('/admin/users')
  await page.getByLabel('Find users').fill(name)
  const user = `Actions for ${name}`
  await chooseOf(page, user, 'Disable')
  await expect(page.getByRole('list', { name: 'users' }).getByText('Disabled')).toBeVisible()
  await expectCleanInBothThemes(page)
  await press(page, 'Create user')
  const another = dialogOf(page, 'Create user')
  await expectCleanDialog(page, another, another.getByLabel('Name'))
  await chooseOf(page, user, 'Reset password…')
  await expectCleanDialog(page, questionOf(page, 'Reset the password?'))
})

test('axe finds nothing on the pages of limits, rules, events and webhooks, nor in their dialogs', async ({
  dashboard: page,
  person,
  cloud,
}) => {
  const { projectName } = await cloud.newPerson()
  await person.createImage({ name: 'recorded' })
  await page.goto('/admin/quotas')
  await press(page, `Limits of ${projectName}`)
  const limits = dialogOf(page, `Limits of ${projectName}`)
  await limits.getByLabel('Image data (GiB)').fill('much')
  await expectCleanDialog(page, limits, limits.getByText('Write a number from 0 on'))
  await expectCleanInBothThemes(page)
  await page.goto('/admin/policies')
  await page.getByLabel('Find rules').fill('publicize')
  await expect(page.getByRole('row').filter({ hasText: 'publicize_image' })).toBeVisible()
  await expectCleanInBothThemes(page)
  await page.goto('/admin/audit')
  const events = page.getByRole('list', { name: 'Events, newest first' })
  await expect(events.getByRole('listitem').first()).toBeVisible()
  await expectCleanInBothThemes(page)

  await page.goto('/admin/tasks')
  await expect(page.getByRole('heading', { level: 1, name: 'Tasks' })).toBeVisible()
  await expectCleanInBothThemes(page)

  await page.goto('/admin/webhooks')
  await press(page, 'Add webhook')
  const add = dialogOf(page, 'Add a webhook')
  await add.getByLabel('Name', { exact: true }).fill('hook')
  await add.getByLabel('Address').fill('https://hooks.example.invalid/vitrine')
  await expectCleanInBothThemes(page)
  await add.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(add).toBeHidden()
  await expect(page.getByRole('button', { name: 'Delete hook' })).toBeVisible()
  await expectCleanInBothThemes(page)
  await press(page, 'Delete hook')
  await expectCleanDialog(page, questionOf(page, 'Delete this webhook?'))
})

test('axe finds nothing where images come from others, go, and have versions', async ({
  dashboard: page,
  person,
  cloud,
}) => {
  const giver = await cloud.newPerson()
  await cloud.setLimits(giver.projectId, { image_size_total: 1024 ** 3, image_count_total: 10 })
  for (const name of ['one', 'two']) {
    const { id } = await giver.createImage({ name, visibility: 'shared' })
    await giver.addMember(id, person.projectId)
  }
  await page.goto('/shares')
  await expect(page.getByRole('list', { name: 'To answer' })).toBeVisible()
  await expectCleanInBothThemes(page)
  await press(page, 'Accept all 2')
  await expectCleanDialog(page, questionOf(page, 'Accept all 2 images?'))

  await person.remove((await person.createActive({ name: 'gone' })).id)
  await page.goto('/deleted')
  await expect(page.getByRole('list', { name: 'Deleted images' })).toBeVisible()
  await expectCleanInBothThemes(page)
  await press(page, 'Delete now: gone')
  await expectCleanDialog(page, questionOf(page, 'Remove it for good?'))

  for (const image_version of ['1', '2'])
    await person.createActive({ image_family: 'debian', name: `debian ${image_version}`, image_version })
  await page.goto('/families')
  await expect(page.getByRole('list', { name: 'Families' })).toContainText('Latest: 2')
  await expectCleanInBothThemes(page)
  await page.getByRole('link', { name: 'debian', exact: true }).click()
  await expect(page.getByRole('list', { name: 'Versions, newest first' })).toContainText('Latest')
  await expectCleanInBothThemes(page)
  await press(page, 'Deprecate… debian 1')
  const deprecate = dialogOf(page, 'Deprecate this version')
  await expectCleanDialog(page, deprecate, deprecate.getByLabel('Replaced by'))
  await press(page, 'Keep only the newest…')
  const prune = dialogOf(page, 'Keep only the newest')
  await prune.getByLabel('Keep the newest').fill('1')
  await expectCleanDialog(page, prune, prune.getByText('Would be hidden.'))
})

test('axe finds nothing in what is asked about several images, or one', async ({
  dashboard: page,
  person,
}) => {
  await person.createActive({ name: 'first', visibility: 'shared' })
  const { id } = await person.createActive({ name: 'second', visibility: 'shared' })
  await person.addMember(id, '0123456789abcdef0123456789abcdef')
  await page.goto('/images?owner=mine&visibility=shared&sort=name:asc')
  await expect(rowOf(page, 'second')).toBeVisible()
  await press(page, 'Save this view')
  await expectCleanDialog(page, dialogOf(page, 'Save this view'))
  await rowOf(page, 'first').hover()
  await press(page, 'Look at first beside the list')
  await expect(page.getByRole('complementary', { name: 'first, beside the list' })).toBeVisible()
  await expectCleanInBothThemes(page)
  await page.keyboard.press('Escape')

  await page.getByLabel('Select all images that are loaded').check()
  await press(page, 'Tags…')
  await expectCleanDialog(page, dialogOf(page, /^Tags of/))
  for (const [item, title] of [
    ['Minimum disk and memory…', /^Minimum disk and memory of/],
    ['Share with a project…', /^Share 2 images/],
    ['Deactivate…', /^Deactivate 2 images/],
    ['Change owner…', /^Change owner of 2/],
    ['Copy to a store…', /^Copy 2 images/],
  ] as const) {
    await chooseOf(page, 'More', item)
    const dialog = page
      .getByRole('dialog', { name: title })
      .or(page.getByRole('alertdialog', { name: title }))
    await expectCleanDialog(page, dialog)
  }
  await chooseOf(page, 'More', 'Properties…')
  const properties = page.getByRole('dialog').filter({ hasText: 'Of 2 images' })
  await expectCleanDialog(page, properties, properties.getByRole('searchbox'))

  await page.goto(`/images/${id}`)
  await press(page, /^End of the share with/)
  await expectCleanDialog(page, questionOf(page, 'When does the share end?'))
  await page.context().clearCookies()
  await page.getByLabel('Share with a project').fill('admin')
  await press(page, 'Share')
  await expect(questionOf(page, 'Your sign-in has run out')).toBeVisible()
  await expectCleanInBothThemes(page)
})

test('axe finds nothing where metadata definitions are kept', async ({ dashboard: page, cloud }) => {
  const namespace = 'Site::Access'
  const arms = { title: 'Arms', type: 'integer', minimum: 1, description: 'How many' }
  await cloud.defineNamespace({ namespace, description: 'Of the database', properties: { arms } })
  await page.goto('/metadefs')
  await expect(page.getByRole('link', { name: namespace, exact: true })).toBeVisible()
  await expectCleanInBothThemes(page)
  await press(page, 'Import…')
  const dialog = dialogOf(page, 'Import a namespace')
  await dialog
    .getByLabel(/^Content/)
    .fill(JSON.stringify({ namespace, visibility: 'public', description: 'Of the file' }))
  await expectCleanDialog(page, dialog, dialog.getByRole('list', { name: 'Changes' }))

  await page.getByRole('link', { name: 'New namespace' }).click()
  await expect(page.getByText('It cannot be saved like this')).toBeVisible()
  await expectCleanInBothThemes(page)
  await page.goto('/metadefs')
  await page.getByRole('link', { name: namespace, exact: true }).click()
  await page.getByRole('tab', { name: /^Properties/ }).click()
  await expect(page.getByRole('tabpanel', { name: /^Properties/ })).toBeVisible()
  await expectCleanInBothThemes(page)
  await press(page, 'History')
  const history = dialogOf(page, 'History')
  await expectCleanDialog(page, history, history.getByText('Version 1'))
})
