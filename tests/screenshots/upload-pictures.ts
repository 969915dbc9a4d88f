import { expect, type Page } from '@playwright/test'
import { sampleQcow2 } from './sample-disks.ts'

/** Slow enough to be seen at work. */
const UPLOAD_BYTES_PER_SECOND = 3 * 1024 ** 2

/** Chooses a disk image; the dialog shows what it is. */
export async function openUpload(page: Page): Promise<void> {
  await page.goto('/images')
  // As in browsers without handles of files, whose chooser a program can fill.
  await page.evaluate(() => Reflect.deleteProperty(window, 'showOpenFilePicker'))
  const file = { name: 'debian-13-web.qcow2', mimeType: '', buffer: Buffer.from(sampleQcow2(20, 40)) }
  await page.locator('input[type=file]').setInputFiles(file)
  await expect(dialogOf(page).getByLabel('Name', { exact: true })).toBeVisible()
}

/** Sends it; the dock and the list show how far it is. */
export async function sendSlowly(page: Page): Promise<void> {
  await openUpload(page)
  const network = await page.context().newCDPSession(page)
  await network.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 5,
    downloadThroughput: -1,
    uploadThroughput: UPLOAD_BYTES_PER_SECOND,
  })
  await dialogOf(page).getByRole('button', { name: 'Upload', exact: true }).click()
  await expect(dockOf(page).getByText(/left$/).first()).toBeVisible({ timeout: 30_000 })
}

/** Leaves nothing of it for the next picture. */
export async function cancelUpload(page: Page): Promise<void> {
  await dockOf(page)
    .getByRole('button', { name: /^Cancel/ })
    .click()
  await page.getByRole('button', { name: 'Cancel upload' }).click()
  await expect(dockOf(page)).toContainText('Cancelled')
}

const dialogOf = (page: Page) => page.getByRole('dialog', { name: /^Upload/ })

const dockOf = (page: Page) => page.getByRole('region', { name: 'Uploads', exact: true })
