import { expect, namesIn, openSecondBrowser, test } from './support/dashboard.ts'
import { expectNoViolations } from './support/violations.ts'

test('an administrator makes a project, lets a user in, and shuts the user out', async ({
  dashboard: page,
  person,
  cloud,
}) => {
  await page.goto('/images')
  const ownProjects = () => page.request.get('/identity/v3/auth/projects')
  const admin = await openSecondBrowser(page, cloud.admin)
  await admin.goto('/admin/projects')
  const projectName = `research-${person.name}`
  await admin.getByRole('button', { name: 'Create project' }).click()
  const create = admin.getByRole('dialog', { name: 'Create project' })
  await create.getByLabel('Name').fill(projectName)
  await create.getByRole('button', { name: 'Create project' }).click()
  await expect(create).toBeHidden()
  await admin.getByLabel('Find projects').fill(projectName)
  await expect(admin.getByRole('link', { name: `Images of ${projectName}` })).toHaveAttribute(
    'href',
    /owner=\w/,
  )
  await admin.getByRole('button', { name: `Actions for ${projectName}` }).click()
  await admin.getByRole('menuitem', { name: 'Members…' }).click()
  const members = admin.getByRole('dialog', { name: 'Members' })
  await expect(members.getByText('Nobody has a role here.')).toBeVisible()
  await expectNoViolations(admin)
  await members.getByLabel('User').fill(person.name)
  await members.getByRole('button', { name: 'Give role' }).click()
  await expect(members.getByRole('list', { name: 'Roles that were given' })).toContainText(person.name)
  expect(await (await ownProjects()).text()).toContain(projectName)

  await admin.goto('/admin/users')
  await admin.getByLabel('Find users').fill('admin')
  await admin.getByRole('button', { name: 'Actions for admin', exact: true }).click()
  await expect(admin.getByRole('menuitem', { name: /^Delete/ })).toContainText(
    'You are signed in as this user',
  )
  await admin.keyboard.press('Escape')
  await admin.getByLabel('Find users').fill(person.name)
  await admin.getByRole('button', { name: `Actions for ${person.name}` }).click()
  await admin.getByRole('menuitem', { name: 'Disable' }).click()
  await expect(admin.getByRole('list', { name: 'users' }).getByText('Disabled')).toBeVisible()
  await expectNoViolations(admin)
  expect((await ownProjects()).status()).toBe(401)
  await admin.context().close()
})

test('an administrator gives an image away, and sees which rules hold', async ({
  dashboard: page,
  person,
  cloud,
}) => {
  const { id } = await person.createImage({ name: 'given away' })
  const heir = await cloud.newPerson()
  await page.goto('/images')
  const admin = await openSecondBrowser(page, cloud.admin)
  await admin.goto(`/images/${id}`)
  await admin.getByRole('button', { name: 'More actions' }).click()
  await admin.getByRole('menuitem', { name: 'Change owner…' }).click()
  const dialog = admin.getByRole('dialog', { name: 'Change owner' })
  await expect(dialog.getByText(person.projectName)).toBeVisible()
  await dialog.getByLabel('New owner').fill(heir.projectName)
  await dialog.getByRole('button', { name: 'Find' }).click()
  await expect(dialog.getByText('does not even see it any more')).toBeVisible()
  await expectNoViolations(admin)
  await dialog.getByRole('button', { name: 'Change owner' }).click()
  await expect(dialog).toBeHidden()
  expect(await heir.image(id)).toMatchObject({ owner: heir.projectId })
  await expect(person.image(id)).rejects.toThrow('404')

  await admin.goto('/images')
  await admin.getByRole('button', { name: 'Owner', exact: true }).click()
  const owners = admin.getByRole('dialog', { name: 'Owner' })
  await owners.getByLabel('Project').fill(heir.projectName.toUpperCase())
  const found = owners.getByRole('button', { name: `${heir.projectName} 1 image` })
  await expect(found).toBeVisible()
  await expectNoViolations(admin)
  await found.click()
  await expect(namesIn(admin)).toHaveText(['given away'])
  await expect(admin.getByRole('button', { name: `Owner ${heir.projectName}` })).toBeVisible()

  await admin.emulateMedia({ colorScheme: 'dark' })
  await admin.goto('/admin/policies')
  await admin.getByLabel('Find rules').fill('publicize')
  const row = admin.getByRole('row').filter({ hasText: 'publicize_image' })
  await expect(row.getByRole('img')).toHaveCount(4)
  await expect(row.getByRole('img', { name: 'yes' })).toHaveCount(1)
  await expectNoViolations(admin)
  await admin.context().close()
})
