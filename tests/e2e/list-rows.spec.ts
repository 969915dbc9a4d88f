import { readFile } from 'node:fs/promises'
import { expect, namesIn, rowOf, test } from './support/dashboard.ts'
import { expectNoViolations } from './support/violations.ts'

const nameOf = (index: number) => `row-${String(index).padStart(3, '0')}`

test('a long list is whole for the keyboard, and holds only the rows near the screen', async ({
  dashboard: page,
  person,
}) => {
  const count = 130
  await Promise.all(Array.from({ length: count }, (_, index) => person.createImage({ name: nameOf(index) })))
  await page.goto('/images?owner=mine&sort=name:asc')
  const table = page.getByRole('table', { name: 'Images' })
  await expect(namesIn(page).first()).toHaveText(nameOf(0))
  await expect(table).toHaveAttribute('aria-rowcount', String(count + 1))
  expect(await namesIn(page).count()).toBeLessThan(count)
  await expect(page.getByText(`${count} images`)).toBeVisible()

  await page.keyboard.press('j')
  await expect(page.getByRole('link', { name: nameOf(0) })).toBeFocused()
  // What has not come yet is fetched on the way.
  for (let index = 1; index < 70; index++) {
    await page.keyboard.press('j')
    await expect(page.getByRole('link', { name: nameOf(index) })).toBeFocused()
  }
  await page.keyboard.press('End')
  await expect(page.getByRole('link', { name: nameOf(count - 1) })).toBeFocused()
  await expect(rowOf(page, nameOf(count - 1))).toHaveAttribute('aria-rowindex', String(count + 1))
  await expect(page.getByRole('link', { name: nameOf(count - 1) })).toBeInViewport()

  await page.keyboard.press('x')
  await page.keyboard.press('Shift+K')
  await page.keyboard.press('Shift+ArrowUp')
  await expect(page.getByText('3 selected')).toBeVisible()
  await page.keyboard.press('Home')
  await expect(page.getByRole('link', { name: nameOf(0) })).toBeFocused()
  await page.keyboard.press('Shift+X')
  await expect(page.getByText(`${count} selected`)).toBeVisible()
  await page.keyboard.press('?')
  const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
  await expect(help).toContainText('Select up to here')

  // What has not been loaded is selected as well, when one says so.
  await page.reload()
  await page.getByLabel('Select all images that are loaded').check()
  await page.getByRole('button', { name: `Select all ${count} of this list` }).click()
  await expect(page.getByText(`${count} selected`)).toBeVisible()
  await page.getByRole('button', { name: 'Clear selection' }).click()

  // What is new above does not move what one looks at.
  const last = page.getByRole('link', { name: nameOf(count - 1) })
  await page.getByRole('link', { name: nameOf(0) }).focus()
  await page.keyboard.press('End')
  await expect(last).toBeFocused()
  await expect(last).toBeInViewport()
  const topOf = async () => (await last.boundingBox())?.y ?? Number.NaN
  const top = await topOf()
  await person.createImage({ name: 'above all' })
  await expect(rowOf(page, nameOf(count - 1))).toHaveAttribute('aria-rowindex', String(count + 2))
  await expect.poll(async () => Math.abs((await topOf()) - top)).toBeLessThan(4)
  await expect(last).toBeFocused()
})

test('one report tells what became of each, and what failed can be tried again', async ({
  dashboard: page,
  person,
}) => {
  await person.createImage({ name: 'open', visibility: 'shared' })
  const { id } = await person.createImage({ name: 'closed', visibility: 'private' })
  await page.goto('/images?owner=mine&sort=name:asc')
  await page.getByLabel('Select all images that are loaded').check()
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Share with a project…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Share 2 images' })
  await expectNoViolations(page)
  await dialog.getByLabel('Project').fill('admin')
  await dialog.getByText('As a command').click()
  await expect(dialog.getByText('openstack image add project "$image" PROJECT_ID')).toBeVisible()
  await dialog.getByRole('button', { name: 'Share', exact: true }).click()
  const report = page.getByRole('dialog', { name: '1 of 2 images offered to admin' })
  await expect(report.getByRole('listitem').first()).toContainText('closed')
  await expect(report.getByRole('listitem').first()).toContainText('Only shared images have members')
  await expectNoViolations(page)
  await person.patch(id, [{ op: 'replace', path: '/visibility', value: 'shared' }])
  // The list hears of it by itself; trying again takes the image as it is then.
  await expect(page.locator('tr[data-row]', { hasText: 'closed' })).toContainText('Shared')
  await report.getByRole('button', { name: 'Try this one again' }).click()
  await expect(page.getByText('“closed” offered to admin')).toBeVisible()
})

test('finds by properties, and remembers columns and density; what is listed can be taken away', async ({
  dashboard: page,
  person,
}) => {
  await person.createImage({ name: 'plain', tags: ['spare'] })
  await person.createImage({ name: '=formula', os_distro: 'debian', os_version: '13' })
  await page.goto('/images?owner=mine&sort=name:asc')
  await expect(namesIn(page)).toHaveText(['=formula', 'plain'])
  const display = page.getByRole('button', { name: 'Display' })
  await display.click()
  await expectNoViolations(page)
  await page.getByRole('menuitemcheckbox', { name: 'Operating system' }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Visibility' }).click()
  await page.getByRole('menuitemradio', { name: 'Compact' }).click()
  await expect(page.getByRole('columnheader', { name: 'Operating system' })).toBeVisible()
  await page.reload()
  await expect(rowOf(page, '=formula')).toContainText('debian 13')
  await expect(page.getByRole('columnheader', { name: 'Visibility' })).toHaveCount(0)
  await expect(page.locator('table[data-compact]')).toBeVisible()

  await page.getByLabel(/Search images/).fill('distro=DEB')
  await expect(namesIn(page)).toHaveText(['=formula'])
  await expect(page.getByText('1 image', { exact: true })).toBeVisible()
  await display.click()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: 'CSV' }).click(),
  ])
  expect(download.suggestedFilename()).toBe('images.csv')
  const lines = (await readFile(await download.path(), 'utf8')).trimEnd().split('\r\n')
  expect(lines).toHaveLength(2)
  expect(lines[1]).toContain(",'=formula,")
})

test('an image is looked at beside the list, which the keyboard goes on through', async ({
  dashboard: page,
  person,
}) => {
  await person.createActive({ name: 'first', hw_disk_bus: 'virtio', description: 'of the two' })
  await person.createActive({ name: 'second' })
  await page.goto('/images?sort=name:asc')
  await rowOf(page, 'first').getByRole('link', { name: 'first' }).focus()
  await page.keyboard.press('Space')
  const panel = page.getByRole('complementary', { name: 'first, beside the list' })
  await expect(panel).toContainText('hw_disk_bus')
  await expect(panel).toContainText('of the two')
  await expectNoViolations(page)
  await page.keyboard.press('j')
  await expect(page.getByRole('complementary', { name: 'second, beside the list' })).toBeVisible()
  await expect(rowOf(page, 'second').getByRole('link', { name: 'second' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('complementary', { name: /beside the list/ })).toHaveCount(0)

  await rowOf(page, 'first').hover()
  await page.getByRole('button', { name: 'Look at first beside the list' }).click()
  await panel.getByRole('link', { name: 'Open the page' }).click()
  await expect(page.getByRole('heading', { name: 'first', level: 1 })).toBeVisible()
})
