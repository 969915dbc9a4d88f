import { expect, rowOf, test } from './support/dashboard.ts'
import { expectCleanInBothThemes, expectNoViolations } from './support/violations.ts'

test('shows the versions of a family, deprecates one, and keeps only the newest after a look at what would go', async ({
  dashboard: page,
  person,
}) => {
  const family = { image_family: 'debian-13' }
  const made = []
  for (const image_version of ['1', '2', '3', '4'])
    made.push(await person.createActive({ ...family, name: `debian ${image_version}`, image_version }))
  const last = made.at(-1)?.id ?? ''

  await page.goto('/families')
  await expect(page.getByRole('list', { name: 'Families' })).toContainText('Latest: 4')
  await expectNoViolations(page)
  await page.getByRole('link', { name: 'debian-13' }).click()
  const versions = page.getByRole('list', { name: 'Versions, newest first' }).getByRole('listitem')
  await expect(versions).toHaveCount(4)
  await expect(versions.first()).toContainText('Latest')

  await page.getByRole('button', { name: 'Deprecate… debian 4' }).click()
  const deprecate = page.getByRole('dialog', { name: 'Deprecate this version' })
  await deprecate.getByLabel('Deprecated from').fill('2026-01-31')
  await deprecate.getByLabel('Replaced by').click()
  await page.getByRole('option', { name: /^3/ }).click()
  await expectNoViolations(page)
  await deprecate.getByRole('button', { name: 'Save' }).click()
  await expect(versions.first()).toContainText('Deprecated since 2026-01-31')
  await expect(versions.first()).toContainText('Replaced by 3')
  await expect(versions.nth(1)).toContainText('Latest')
  await expectNoViolations(page)

  await page.getByRole('button', { name: 'Keep only the newest…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Keep only the newest' })
  await dialog.getByLabel('Keep the newest').fill('1')
  await dialog.getByLabel('What happens to the others').click()
  await page.getByRole('option', { name: /Delete them/ }).click()
  const plan = dialog.getByRole('list', { name: 'What happens to each version' })
  await expect(plan).toContainText('It is the latest.')
  await expect(plan.getByText('Would be deleted.')).toHaveCount(2)
  await expectNoViolations(page)
  await dialog.getByRole('button', { name: 'Delete 2 versions…' }).click()
  const confirm = page.getByRole('alertdialog', { name: 'Delete 2 versions?' })
  await confirm.getByLabel(/Type/).fill('delete 2')
  await confirm.getByRole('button', { name: 'Delete 2 versions' }).click()
  await expect(page.getByText('2 versions deleted')).toBeVisible()
  await expect(versions).toHaveCount(2)
  expect(await person.imageNames()).toEqual(['debian 3', 'debian 4'])

  await page.goto('/images')
  await expect(rowOf(page, 'debian 4')).toContainText('Deprecated')
  await expect(rowOf(page, 'debian 3')).not.toContainText('Deprecated')
  await page.getByRole('button', { name: 'Display' }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Family' }).click()
  await page.keyboard.press('Escape')
  await expect(rowOf(page, 'debian 3').getByRole('link', { name: 'debian-13' })).toBeVisible()

  await page.goto(`/images/${last}`)
  const section = page.getByRole('region', { name: 'Family' })
  await expect(section).toContainText('Deprecated since 2026-01-31')
  await section.getByRole('link', { name: '3', exact: true }).first().click()
  await expect(page.getByRole('heading', { name: 'debian 3', level: 1 })).toBeVisible()
  await expect(page.getByRole('region', { name: 'Family' })).toContainText('Latest')
})

test('compares two versions of a family, at an address that can be sent to somebody', async ({
  dashboard: page,
  person,
}) => {
  const family = { image_family: 'web', os_distro: 'debian' }
  await person.createActive({ ...family, name: 'web 1', image_version: '1', hw_disk_bus: 'virtio' })
  await person.createActive({ ...family, name: 'web 2', image_version: '2', tags: ['lean'] }, 2000)
  await person.createActive({ ...family, name: 'web 3', image_version: '3', min_disk: 7 }, 2000)

  await page.goto(`/families/family?${new URLSearchParams({ owner: person.projectId, name: 'web' })}`)
  await page.getByRole('link', { name: 'Compare… web 2' }).click()
  const table = page.getByRole('table', { name: 'What differs' })
  const rowFor = (what: RegExp) =>
    table.getByRole('row').filter({ has: page.getByRole('rowheader', { name: what }) })
  await expect(rowFor(/hw_disk_bus/)).toContainText('Removed')
  await expect(rowFor(/hw_disk_bus/)).toContainText('virtio')
  await expect(rowFor(/^Tags/)).toContainText('Added')
  await expect(rowFor(/^Size/)).toContainText('1.95 KiB')
  await expect(rowFor(/os_distro/)).toHaveCount(0)
  await expectCleanInBothThemes(page)

  await page.getByRole('switch', { name: 'Show what is equal too' }).check()
  await expect(page.getByRole('table', { name: 'What differs and what is equal' })).toContainText('os_distro')
  await page.getByLabel('To', { exact: true }).click()
  await page.getByRole('option', { name: /^3/ }).click()
  await expect(page).toHaveURL(/equal=shown/)
  await page.reload()
  const all = page.getByRole('table', { name: 'What differs and what is equal' })
  await expect(all.getByRole('columnheader').last()).toHaveText('3')
  await expect(all.getByRole('columnheader').nth(1)).toHaveText('1')
  await page.getByRole('button', { name: 'Swap' }).click()
  await expect(all.getByRole('columnheader').last()).toHaveText('1')

  await all.getByRole('link', { name: '3', exact: true }).click()
  await page.getByRole('region', { name: 'Family' }).getByRole('link', { name: 'Compare…' }).click()
  await expect(page.getByText('Both have the same data.')).toBeVisible()
})

test('uploads the next version with what the newest has, and it becomes the latest', async ({
  dashboard: page,
  person,
}) => {
  await page.addInitScript(() => Reflect.deleteProperty(window, 'showOpenFilePicker'))
  const family = { image_family: 'shop', hw_disk_bus: 'scsi' }
  await person.createActive({
    ...family,
    name: 'shop 2.9',
    image_version: '2.9',
    tags: ['lean'],
    min_ram: 256,
  })

  await page.goto(`/families/family?${new URLSearchParams({ owner: person.projectId, name: 'shop' })}`)
  const versions = page.getByRole('list', { name: 'Versions, newest first' }).getByRole('listitem')
  await expect(versions).toHaveCount(1)
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Upload a new version…' }).click()
  await (await chooser).setFiles({
    name: 'build.img',
    mimeType: 'application/octet-stream',
    buffer: Buffer.alloc(3000, 7),
  })
  const dialog = page.getByRole('dialog', { name: 'Upload a new version of shop' })
  await expect(dialog.getByLabel(/^New version/)).toHaveValue('2.10')
  await expect(dialog.getByLabel('Name', { exact: true })).toHaveValue('shop 2.10')
  await expect(dialog.getByLabel('Visibility')).toHaveText('Private')
  await dialog.getByLabel(/^New version/).fill('3.0')
  await expect(dialog.getByLabel('Name', { exact: true })).toHaveValue('shop 3.0')
  await expectCleanInBothThemes(page)
  await dialog.getByRole('button', { name: 'Upload', exact: true }).click()

  await expect(versions.first()).toContainText('3.0')
  await expect(versions.first()).toContainText('Latest')
  await versions.first().getByRole('link', { name: '3.0', exact: true }).click()
  const section = page.getByRole('region', { name: 'Family' })
  await expect(section.getByRole('button', { name: 'Upload a new version…' })).toBeVisible()
  const made = await person.image(new URL(page.url()).pathname.split('/').at(-1) ?? '')
  expect(made).toMatchObject({ ...family, image_version: '3.0', tags: ['lean'], min_ram: 256, size: 3000 })
})
