import { expect, filter, namesIn, rowOf, test } from './support/dashboard.ts'

test('invites to upload where there is nothing yet', async ({ dashboard: page }) => {
  await page.goto('/images')
  await expect(page.getByRole('heading', { name: 'No images yet' })).toBeVisible()
})

/** As they are sent, until the list is there. docs/bench.md tells what is in it. */
const MOST_SCRIPT_BYTES = 180_000

test('the first load of the list brings little JavaScript', async ({ dashboard: page, person }) => {
  // What is fetched ahead when the browser has nothing to do does not belong to it.
  await page.addInitScript(() => {
    window.requestIdleCallback = () => 0
  })
  const sizes: Promise<number>[] = []
  page.on('requestfinished', (request) => {
    if (request.resourceType() === 'script')
      sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize))
  })
  await person.createImage({ name: 'first' })
  await page.goto('/images')
  await expect(namesIn(page)).toHaveText(['first'])
  const total = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
  // Less than React alone has: then it was not measured.
  expect(total).toBeGreaterThan(50_000)
  expect(total).toBeLessThan(MOST_SCRIPT_BYTES)
})

test('finds images by a part of their name, and the address remembers it', async ({
  dashboard: page,
  person,
}) => {
  await person.createImage({ name: 'debian-13-cloud' })
  await person.createImage({ name: 'ubuntu-24.04' })
  await page.goto('/images')
  await expect(namesIn(page)).toHaveCount(2)
  await page.getByLabel(/Search images/).fill('13-CL')
  await expect(namesIn(page)).toHaveText(['debian-13-cloud'])
  await expect(page).toHaveURL('/images?q=13-CL')
  await page.reload()
  await expect(namesIn(page)).toHaveText(['debian-13-cloud'])
  await page.getByLabel(/Search images/).fill('nothing like it')
  await expect(page.getByRole('heading', { name: 'No image matches' })).toBeVisible()
  await page.getByRole('button', { name: 'Clear search and filters' }).click()
  await expect(namesIn(page)).toHaveCount(2)
})

test('is narrowed by status, visibility, format, protection and tag', async ({ dashboard: page, person }) => {
  await person.createActive({ name: 'live', tags: ['lts', 'cloud'], protected: true })
  await person.createImage({ name: 'planned', visibility: 'shared', disk_format: 'qcow2', tags: ['lts'] })
  await page.goto('/images?owner=mine')

  await filter(page, /^Status/).click()
  await page.getByRole('menuitemcheckbox', { name: 'Active' }).click()
  await expect(namesIn(page)).toHaveText(['live'])
  await expect(page).toHaveURL('/images?status=active&owner=mine')
  await page.keyboard.press('Escape')
  await filter(page, 'Clear all').click()

  await filter(page, /^Visibility/).click()
  await page.getByRole('menuitemradio', { name: 'Shared' }).click()
  await expect(namesIn(page)).toHaveText(['planned'])

  await page.goto('/images?format=raw&owner=mine')
  await expect(namesIn(page)).toHaveText(['live'])
  await page.goto('/images?protected=no&owner=mine')
  await expect(namesIn(page)).toHaveText(['planned'])
  await page.goto('/images?tag=lts&tag=cloud')
  await expect(namesIn(page)).toHaveText(['live'])
  await page.goto('/images?hidden=yes&owner=mine')
  await expect(page.getByRole('heading', { name: 'No image matches' })).toBeVisible()
})

test('offers views, and keeps those that a person saves', async ({ dashboard: page, person }) => {
  await person.createImage({ name: 'plain' })
  await person.createImage({ name: 'from a machine', image_type: 'snapshot' })
  await person.createImage({ name: 'put away', os_hidden: true })
  await page.goto('/images?sort=name:asc')
  const views = page.getByRole('navigation', { name: 'Views' })
  await views.getByRole('link', { name: 'Snapshots' }).click()
  await expect(namesIn(page)).toHaveText(['from a machine'])
  await expect(page).toHaveURL(/type=snapshot/)
  await views.getByRole('link', { name: 'Hidden' }).click()
  await expect(namesIn(page)).toHaveText(['put away'])
  await views.getByRole('link', { name: 'All', exact: true }).click()
  await expect(namesIn(page)).toHaveText(['from a machine', 'plain'])

  await page.getByLabel(/Search images/).fill('plain')
  await expect(namesIn(page)).toHaveText(['plain'])
  await page.getByRole('button', { name: 'Save this view' }).click()
  const dialog = page.getByRole('dialog', { name: 'Save this view' })
  await dialog.getByLabel('Name').fill('My plain ones')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await page.goto('/images')
  await views.getByRole('link', { name: 'My plain ones' }).click()
  await expect(namesIn(page)).toHaveText(['plain'])
  await page.getByRole('button', { name: 'Forget this view' }).click()
  await expect(views.getByRole('link', { name: 'My plain ones' })).toHaveCount(0)
})

test('sorts by its headings, and tells assistive technology how', async ({ dashboard: page, person }) => {
  for (const name of ['b', 'c', 'a']) await person.createImage({ name })
  await page.goto('/images?owner=mine')
  await expect(namesIn(page)).toHaveText(['a', 'c', 'b'])
  await page.getByRole('button', { name: 'Name', exact: true }).click()
  await expect(namesIn(page)).toHaveText(['a', 'b', 'c'])
  await expect(page.getByRole('columnheader', { name: 'Name' })).toHaveAttribute('aria-sort', 'ascending')
  await page.getByRole('button', { name: 'Name', exact: true }).click()
  await expect(namesIn(page)).toHaveText(['c', 'b', 'a'])
  await page.goBack()
  await expect(namesIn(page)).toHaveText(['a', 'b', 'c'])
})

test('says what went wrong, with the number of the request, and tries again', async ({
  dashboard: page,
  person,
}) => {
  await person.createImage({ name: 'there' })
  // A character that no image can hold: the service itself refuses.
  await page.goto('/images?q=a%00b')
  await expect(page.getByText('The list could not be loaded')).toBeVisible()
  await expect(page.getByText(/^Request\s+req-/)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible()
})

test('explains why something cannot be done', async ({ dashboard: page, cloud, person }) => {
  const { id } = await cloud.admin.createImage({
    name: `of-somebody-else-${person.name}`,
    visibility: 'public',
  })
  await page.goto(`/images?q=of-somebody-else-${person.name}`)
  await page.getByRole('button', { name: /^Actions for of-somebody-else/ }).click()
  const item = page.getByRole('menuitem', { name: /^Delete/ })
  await expect(item).toHaveAttribute('aria-disabled', 'true')
  await expect(item).toContainText('belongs to another project')
  await cloud.admin.remove(id)
})

test('shows long names and scripts of all directions without breaking', async ({
  dashboard: page,
  person,
}) => {
  const long = 'x'.repeat(255)
  await person.createImage({ name: long, tags: ['y'.repeat(255)] })
  await person.createImage({ name: 'صورة النظام' })
  await page.goto('/images')
  await expect(rowOf(page, long)).toBeVisible()
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect(overflow).toBe(0)
})
