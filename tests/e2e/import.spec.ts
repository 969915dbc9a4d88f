import { createHash } from 'node:crypto'
import type { Page } from '@playwright/test'
import { sampleQcow2 } from '#tests/screenshots/sample-disks.ts'
import { type FileServer, startFileServer } from '#tests/support/file-server.ts'
import { expect, openSecondBrowser, test } from './support/dashboard.ts'
import { expectNoViolations } from './support/violations.ts'

test.use({
  // A mark that turns for ever would never be done.
  reducedMotion: 'reduce',
  settings: { VITRINE_URL_ALLOWED_NETWORKS: '127.0.0.0/8', VITRINE_URL_ALLOWED_PORTS: '*' },
})

const MIB = 1024 ** 2
const DISK = sampleQcow2(20, 3)
const SHA256 = createHash('sha256').update(DISK).digest('hex')

let mirror: FileServer
test.beforeEach(async () => {
  mirror = await startFileServer()
  mirror.files.set('/debian-13.qcow2', { bytes: DISK })
})
test.afterEach(() => mirror.close())

const dialogOf = (page: Page) => page.getByRole('dialog', { name: 'Import from an address' })
const tasksOf = (page: Page) => page.getByRole('region', { name: 'Tasks', exact: true })

async function lookAt(page: Page, address: string): Promise<void> {
  const dialog = dialogOf(page)
  await dialog.getByLabel('Address of the image').fill(address)
  await page.keyboard.press('Enter')
  await expect(dialog.getByText(/^The service looks at/)).toBeHidden()
}

async function beginImport(page: Page, address: string): Promise<void> {
  await page.goto('/images')
  await page.getByRole('button', { name: 'Import from an address' }).click()
  await expect(dialogOf(page).getByLabel('Address of the image')).toBeFocused()
  await lookAt(page, address)
  await expect(dialogOf(page).getByRole('region', { name: 'What is there' })).toBeVisible()
  await dialogOf(page).getByRole('button', { name: 'Import', exact: true }).click()
  await page.waitForURL(/\/images\/[0-9a-f-]{36}$/)
}

test('an address is looked at, its image described by what is there, and imported', async ({
  dashboard: page,
  person,
}) => {
  mirror.files.set('/SHA256SUMS', { bytes: Buffer.from(`${SHA256}  debian-13.qcow2\n`) })
  await page.goto('/images')
  await page.getByRole('button', { name: 'Import from an address' }).click()
  const dialog = dialogOf(page)
  await expect(dialog.getByLabel('Address of the image')).toBeFocused()
  await lookAt(page, 'ftp://mirror.example/disk.img')
  await expect(dialog.getByText('Addresses that begin with ftp: are not allowed here.')).toBeVisible()
  await lookAt(page, `${mirror.url}/absent.img`)
  await expect(dialog.getByText('There is no file that the service could fetch')).toBeVisible()
  await expectNoViolations(page)

  await lookAt(page, `${mirror.url}/debian-13.qcow2`)
  const findings = dialog.getByRole('region', { name: 'What is there' })
  for (const text of ['A QCOW2 disk image', '20 GiB', '3 MiB', new URL(mirror.url).host, 'Goes on'])
    await expect(findings).toContainText(text, { ignoreCase: true })
  await expect(findings).toContainText('SHA256 in SHA256SUMS')
  await expect(dialog.getByLabel('Name', { exact: true })).toHaveValue('debian-13')
  await expect(dialog.getByLabel('Expected checksum')).toHaveValue(SHA256)
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await expectNoViolations(page)
  }
  await dialog.getByRole('button', { name: 'Import', exact: true }).click()
  await page.waitForURL(/\/images\/[0-9a-f-]{36}$/)
  await expect(page.getByRole('heading', { name: 'debian-13', exact: true })).toBeVisible()
  await expect(tasksOf(page).getByRole('listitem')).toContainText('Done')
  await expect(page.getByText('Active', { exact: true })).toBeVisible()
  const image = await person.image(new URL(page.url()).pathname.split('/').at(-1) ?? '')
  expect(image).toMatchObject({ status: 'active', disk_format: 'qcow2', size: 3 * MIB })
})

test('an import shows how far it is, is cancelled, fails with its reason, and is begun again', async ({
  dashboard: page,
}) => {
  const path = '/debian-13.qcow2'
  mirror.files.set(path, { bytes: DISK, stallsAfter: MIB })
  await beginImport(page, mirror.url + path)
  const tasks = tasksOf(page)
  const host = new URL(mirror.url).host
  await expect(tasks.getByText(/^Fetching the data · 1 of 3 MiB · 33 %/)).toBeVisible()
  await expect(tasks.getByRole('progressbar', { name: `Import from ${host}` })).toHaveAttribute(
    'aria-valuenow',
    '33',
  )
  await tasks.getByRole('button', { name: `Cancel: Import from ${host}` }).click()
  await expect(page.getByText('The import of its data was cancelled')).toBeVisible()

  mirror.files.set(path, { bytes: Buffer.from('gone'), status: 404 })
  await tasks.getByRole('button', { name: `Try again: Import from ${host}` }).click()
  const failure = page.getByRole('alert').filter({ hasText: 'The import of its data failed' })
  await expect(failure).toContainText('404')
  await expect(tasks.getByRole('listitem').first()).toContainText('404')
  await expectNoViolations(page)

  mirror.files.set(path, { bytes: DISK })
  await tasks.getByRole('button', { name: `Try again: Import from ${host}` }).click()
  await expect(page.getByText('Active', { exact: true })).toBeVisible()
  await expect(tasks.getByRole('listitem')).toContainText(['Done', 'Failed', 'Cancelled'])
  await expect(tasks.getByRole('button')).toHaveCount(0)
})

test('an administrator sees every project’s tasks by state, and ends one', async ({
  dashboard: page,
  person,
  cloud,
}) => {
  await page.goto('/admin/tasks')
  await expect(page.getByRole('heading', { name: 'Only for administrators' })).toBeVisible()
  const path = `/${person.projectName}.qcow2`
  mirror.files.set(path, { bytes: DISK, stallsAfter: MIB })
  await beginImport(page, mirror.url + path)

  const admin = await openSecondBrowser(page, cloud.admin)
  await admin.goto('/images')
  await admin.getByRole('link', { name: 'Tasks', exact: true }).click()
  await admin.getByRole('link', { name: 'Running', exact: true }).click()
  const row = admin
    .getByRole('list', { name: 'Tasks' })
    .getByRole('listitem')
    .filter({
      has: admin.getByRole('link', { name: person.projectName, exact: true }),
    })
  await expect(row).toContainText('Fetching the data · 1 of 3 MiB')
  for (const colorScheme of ['light', 'dark'] as const) {
    await admin.emulateMedia({ colorScheme })
    await expectNoViolations(admin)
  }
  await row.getByRole('button', { name: /^Cancel/ }).click()
  await expect(row).toHaveCount(0)
  await admin.getByRole('link', { name: 'Failed', exact: true }).click()
  await expect(row).toContainText('Cancelled')
  await row.getByRole('link', { name: person.projectName }).click()
  await expect(admin.getByRole('heading', { name: person.projectName })).toBeVisible()
  await expect(page.getByText('The import of its data was cancelled')).toBeVisible()
  await admin.context().close()
})
