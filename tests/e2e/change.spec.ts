import { chooseInRow, expect, rowOf, test } from './support/dashboard.ts'
import { expectNoViolations } from './support/violations.ts'

test('edits an image and sends only what changed', async ({ dashboard: page, person }) => {
  const { id } = await person.createImage({
    name: 'before',
    description: 'old',
    os_distro: 'debian',
    hw_disk_bus: 'virtio',
  })
  await page.goto(`/images/${id}`)
  await page.getByRole('button', { name: 'Edit' }).click()
  const dialog = page.getByRole('dialog', { name: 'Edit image' })
  await dialog.getByLabel('Name', { exact: true }).fill('after')
  await dialog.getByLabel('Description').fill('')
  await dialog.getByRole('tab', { name: 'System' }).click()
  await dialog.getByLabel('Smallest disk (GB)').fill('20')
  await dialog.getByRole('button', { name: 'Properties…' }).click()
  const properties = page.getByRole('dialog', { name: 'Properties', exact: true })
  await properties.getByRole('searchbox').fill('hw_vif_model')
  await properties.getByRole('button', { name: /^Network card/ }).click()
  await properties.getByLabel('Network card', { exact: true }).fill('e1000')
  await page.getByRole('option', { name: 'e1000', exact: true }).click()
  await properties.getByRole('button', { name: 'Review changes' }).click()
  await properties.getByRole('button', { name: 'Use these' }).click()
  await expect(properties).toBeHidden()
  await expect(dialog.getByText('2 properties are set: hw_disk_bus, hw_vif_model')).toBeVisible()
  const sent = page.waitForRequest((request) => request.method() === 'PATCH')
  await dialog.getByRole('button', { name: 'Save changes' }).click()
  // A larger disk shuts out machines: the person looks once more.
  await expect(dialog.getByText('cannot start it any more')).toBeVisible()
  await expectNoViolations(page)
  await dialog.getByRole('button', { name: 'Save these changes' }).click()
  expect((await sent).postDataJSON()).toEqual([
    { op: 'replace', path: '/name', value: 'after' },
    { op: 'replace', path: '/min_disk', value: 20 },
    { op: 'remove', path: '/description' },
    { op: 'add', path: '/hw_vif_model', value: 'e1000' },
  ])
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('heading', { name: 'after', level: 1 })).toBeVisible()
  expect(await person.image(id)).toMatchObject({
    name: 'after',
    min_disk: 20,
    os_distro: 'debian',
    hw_vif_model: 'e1000',
  })
})

test('shows mistakes beside the field, in whichever tab it is', async ({ dashboard: page, person }) => {
  const { id } = await person.createImage()
  await page.goto(`/images/${id}`)
  await page.getByRole('button', { name: 'Edit' }).click()
  const dialog = page.getByRole('dialog', { name: 'Edit image' })
  await dialog.getByRole('tab', { name: 'System' }).click()
  await dialog.getByLabel('Smallest disk (GB)').fill('many')
  await dialog.getByRole('tab', { name: 'General' }).click()
  await dialog.getByRole('button', { name: 'Save changes' }).click()
  const field = dialog.getByLabel('Smallest disk (GB)')
  await expect(field).toBeVisible()
  await expect(field).toHaveAccessibleDescription(/Enter a whole number/)
})

test('shows both sides of a conflict, and saves what the person chooses of each', async ({
  dashboard: page,
  person,
}) => {
  const { id } = await person.createImage({ name: 'shared work', description: 'old', tags: ['a'] })
  await page.goto(`/images/${id}`)
  await page.getByRole('button', { name: 'Edit' }).click()
  const dialog = page.getByRole('dialog', { name: 'Edit image' })
  await dialog.getByLabel('Name', { exact: true }).fill('my name')
  await dialog.getByLabel('Description').fill('my words')
  await person.patch(id, [
    { op: 'replace', path: '/min_ram', value: 512 },
    { op: 'replace', path: '/name', value: 'their name' },
    { op: 'replace', path: '/description', value: 'their words' },
  ])
  await dialog.getByRole('button', { name: 'Save changes' }).click()
  await expect(dialog.getByText('Somebody changed this image meanwhile')).toBeVisible()
  await expectNoViolations(page)
  const description = dialog.getByRole('group', { name: 'description' })
  await description.getByRole('radio', { name: 'Theirs their words' }).check()
  await dialog.getByRole('button', { name: 'Save again' }).click()
  await expect(dialog).toBeHidden()
  const saved = { name: 'my name', description: 'their words', min_ram: 512, tags: ['a'] }
  expect(await person.image(id)).toMatchObject(saved)
})

test('can reload after a conflict and drop its own changes', async ({ dashboard: page, person }) => {
  const { id } = await person.createImage({ name: 'first' })
  await page.goto(`/images/${id}`)
  await page.getByRole('button', { name: 'Edit' }).click()
  const dialog = page.getByRole('dialog', { name: 'Edit image' })
  await dialog.getByLabel('Name', { exact: true }).fill('mine')
  await person.patch(id, [{ op: 'replace', path: '/name', value: 'theirs' }])
  await dialog.getByRole('button', { name: 'Save changes' }).click()
  await dialog.getByRole('button', { name: 'Reload, drop my changes' }).click()
  await expect(dialog.getByLabel('Name', { exact: true })).toHaveValue('theirs')
})

test('protects an image, which then cannot be deleted', async ({ dashboard: page, person }) => {
  const { id } = await person.createImage({ name: 'precious' })
  await page.goto('/images')
  await chooseInRow(page, 'precious', 'Protect')
  await expect(rowOf(page, 'precious').getByRole('img', { name: 'Protected' })).toBeVisible()
  await expect.poll(async () => (await person.image(id)).protected).toBe(true)
  await page.getByRole('button', { name: 'Actions for precious' }).click()
  await expect(page.getByRole('menuitem', { name: /^Delete/ })).toContainText('take the protection off first')
})

test('changes visibility from the row', async ({ dashboard: page, person }) => {
  const { id } = await person.createImage({ name: 'opened' })
  await page.goto('/images')
  await page.getByRole('button', { name: 'Actions for opened' }).click()
  await page.getByRole('menuitem', { name: 'Visibility' }).click()
  await page.getByRole('menuitem', { name: 'Community' }).click()
  await expect(rowOf(page, 'opened')).toContainText('Community')
  await expect.poll(async () => (await person.image(id)).visibility).toBe('community')
})

test('takes back what the service refuses, and says why', async ({ dashboard: page, person }) => {
  const { id } = await person.createImage({ name: 'vanishing' })
  await page.goto('/images')
  await expect(rowOf(page, 'vanishing')).toBeVisible()
  // The page cannot hear of the deletion, and its own change comes too late.
  await page.route('**/events', (route) => route.abort())
  await page.reload()
  await page.getByRole('button', { name: 'Actions for vanishing' }).click()
  await person.remove(id)
  await page.getByRole('menuitem', { name: 'Protect' }).click()
  await expect(page.getByText('“vanishing” was not protected')).toBeVisible()
})

test('sets the tags of one image', async ({ dashboard: page, person }) => {
  const { id } = await person.createImage({ name: 'tagged', tags: ['old'] })
  await page.goto('/images')
  await chooseInRow(page, 'tagged', 'Tags…')
  const dialog = page.getByRole('dialog', { name: 'Tags' })
  await dialog.getByRole('button', { name: 'Remove tag old' }).click()
  await dialog.getByLabel('Tags').fill('new')
  await page.keyboard.press('Enter')
  await dialog.getByRole('button', { name: 'Save tags' }).click()
  await expect(rowOf(page, 'tagged')).toContainText('new')
  await expect.poll(async () => (await person.image(id)).tags).toEqual(['new'])
})

test('deactivates with a reason that those who are blocked read, and reactivates', async ({
  dashboard: page,
  person,
}) => {
  const { id } = await person.createActive({ name: 'paused' })
  await page.goto('/images')
  await chooseInRow(page, 'paused', 'Deactivate…')
  const dialog = page.getByRole('dialog', { name: 'Deactivate this image?' })
  await dialog.getByLabel('Reason').fill('A hole in OpenSSH')
  await dialog.getByLabel('Ticket').fill('https://tickets.example/SEC-17')
  await dialog.getByRole('combobox', { name: 'Until' }).click()
  await page.getByRole('option', { name: 'For a week' }).click()
  await expectNoViolations(page)
  await dialog.getByRole('button', { name: 'Deactivate' }).click()
  await expect(rowOf(page, 'paused')).toContainText('Deactivated')
  await page.goto(`/images/${id}`)
  await expect(page.getByText('This image is deactivated')).toBeVisible()
  const notice = page.getByRole('status').filter({ hasText: 'This image is deactivated' })
  await expect(notice).toContainText('A hole in OpenSSH')
  await expect(notice).toContainText('It becomes active again by itself')
  await expect(notice.getByRole('link', { name: 'SEC-17' })).toHaveAttribute('rel', /noopener/)
  const download = page.getByRole('button', { name: 'Download', exact: true })
  await expect(download).toHaveAccessibleDescription(/A hole in OpenSSH/)
  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: 'Reactivate' }).click()
  await expect(page.getByText('This image is deactivated')).toBeHidden()
  await expect.poll(async () => (await person.image(id)).status).toBe('active')
})
