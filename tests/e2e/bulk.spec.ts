import { expect, namesIn, rowOf, test } from './support/dashboard.ts'

test('deletes many at once after the person has typed it, and reports what was refused', async ({
  dashboard: page,
  person,
}) => {
  for (const name of ['one', 'two', 'three', 'four'])
    await person.createImage({ name, protected: name === 'three' })
  await page.goto('/images?sort=name:asc')
  await page.getByLabel('Select all images that are loaded').check()
  await expect(page.getByText('4 selected')).toBeVisible()
  await page.getByRole('button', { name: 'Delete…' }).click()
  const dialog = page.getByRole('alertdialog', { name: 'Delete 3 images?' })
  const confirm = dialog.getByRole('button', { name: 'Delete 3 images' })
  await expect(confirm).toHaveAttribute('aria-disabled', 'true')
  await dialog.getByLabel(/Type/).fill('delete 3')
  await confirm.click()
  const report = page.getByRole('dialog', { name: '3 of 4 images deleted' })
  await expect(report.getByRole('listitem').first()).toContainText('three')
  await expect(report.getByRole('listitem').first()).toContainText('take the protection off first')
  await report.getByRole('button', { name: 'Close' }).last().click()
  await expect(namesIn(page)).toHaveText(['three'])
  expect(await person.imageNames()).toEqual(['three'])
})

test('selects a range with the shift key', async ({ dashboard: page, person }) => {
  for (const name of ['a', 'b', 'c', 'd']) await person.createImage({ name })
  await page.goto('/images?sort=name:asc')
  await page.getByLabel('Select a', { exact: true }).click()
  await page.getByLabel('Select c', { exact: true }).click({ modifiers: ['Shift'] })
  await expect(page.getByText('3 selected')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByText('3 selected')).toBeHidden()
})

test('protects and tags many together', async ({ dashboard: page, person }) => {
  const images = [
    await person.createImage({ name: 'a', tags: ['both', 'only-a'] }),
    await person.createImage({ name: 'b', tags: ['both'] }),
  ]
  await page.goto('/images?sort=name:asc')
  await page.getByLabel('Select all images that are loaded').check()
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Protect', exact: true }).click()
  await expect(page.getByText('2 images protected')).toBeVisible()
  await page.getByRole('button', { name: 'Tags…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Tags of 2 images' })
  await expect(dialog.getByRole('button', { name: /^Remove tag/ })).toHaveCount(1)
  await dialog.getByRole('button', { name: 'Remove tag both' }).click()
  await dialog.getByLabel('Tags').fill('fresh,')
  await dialog.getByRole('button', { name: 'Save tags' }).click()
  await expect(rowOf(page, 'b')).toContainText('fresh')
  await expect.poll(async () => (await person.image(images[0]?.id ?? '')).tags).toEqual(['fresh', 'only-a'])
  expect((await person.image(images[1]?.id ?? '')).protected).toBe(true)
})

test('says why a bulk action is possible for none of the selected', async ({ dashboard: page, person }) => {
  await person.createImage({ name: 'kept', protected: true })
  await page.goto('/images')
  await page.getByLabel('Select kept').check()
  const button = page.getByRole('button', { name: 'Delete…' })
  await expect(button).toHaveAttribute('aria-disabled', 'true')
  await expect(button).toHaveAccessibleDescription(/take the protection off first/)
})

test('sets the least memory of many, and downloads them', async ({ dashboard: page, person }) => {
  const images = [
    await person.createActive({ name: 'a', min_disk: 3, disk_format: 'raw' }),
    await person.createActive({ name: 'b', disk_format: 'raw' }),
  ]
  await page.goto('/images')
  await page.getByLabel('Select all images that are loaded').check()
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Minimum disk and memory…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Minimum disk and memory of 2 images' })
  const save = dialog.getByRole('button', { name: 'Change 2 images' })
  await expect(save).toHaveAttribute('aria-disabled', 'true')
  await dialog.getByLabel('Least memory (MB)').fill('much')
  await expect(dialog.getByText('Enter a whole number, 0 or more.').first()).toBeVisible()
  await dialog.getByLabel('Least memory (MB)').fill('512')
  await save.click()
  await expect(page.getByText('2 images changed')).toBeVisible()
  expect(await person.image(images[0]?.id ?? '')).toMatchObject({ min_disk: 3, min_ram: 512 })
  expect(await person.image(images[1]?.id ?? '')).toMatchObject({ min_disk: 0, min_ram: 512 })

  const downloads: string[] = []
  page.on('download', (download) => downloads.push(download.suggestedFilename()))
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Download', exact: true }).click()
  await expect.poll(() => downloads.toSorted()).toEqual(['a.raw', 'b.raw'])
})
