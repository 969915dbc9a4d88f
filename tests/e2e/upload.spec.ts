import type { Page } from '@playwright/test'
import type { Disk } from './upload-disks.ts'
import {
  begin,
  choose,
  dock,
  expect,
  isActive,
  isTheSame,
  rowOf,
  test,
  withoutHandles,
} from './upload-world.ts'

test.beforeEach(({ page }) => withoutHandles(page))

test('a chosen file fills the form, is sent, and becomes the very same bytes', async ({
  dashboard,
  disks,
  service,
}) => {
  const dialog = await choose(dashboard, disks.debian)
  await expect(dialog).toContainText('qcow2 disk image')
  await expect(dialog).toContainText('20 GiB')
  await expect(dialog.getByLabel('Name', { exact: true })).toHaveValue('debian-12')
  await expect(dialog.getByLabel('Disk format')).toHaveText('qcow2')
  await expect(dialog.getByLabel('Container format')).toHaveText('bare')

  await dialog.getByText('Description, system, requirements').click()
  await expect(dialog.getByLabel('Smallest disk')).toHaveValue('20')
  await dialog.getByLabel('Operating system').fill('Debian')
  await dialog.getByLabel('Tags').fill('web, base')
  await dialog.getByRole('button', { name: 'Upload', exact: true }).click()

  await isActive(rowOf(dashboard, disks.debian))
  await isTheSame(service, disks.debian)
  expect((await service.images())[0]).toMatchObject({
    name: 'debian-12',
    min_disk: 20,
    virtual_size: 20 * 1024 ** 3,
    os_distro: 'debian',
    tags: ['base', 'web'],
  })
  await rowOf(dashboard, disks.debian).getByRole('button', { name: 'Clear debian-12' }).click()
  await expect(dock(dashboard)).toBeHidden()
})

test('a file dropped anywhere on the page is prepared', async ({ dashboard, disks }) => {
  await drop(dashboard, disks.small)
  const dialog = dashboard.getByRole('dialog', { name: 'Upload an image' })
  await expect(dialog.getByLabel('Name', { exact: true })).toHaveValue('small')
  await dialog.getByRole('button', { name: 'Upload', exact: true }).click()
  await isActive(rowOf(dashboard, disks.small))
})

test('several files are prepared together and sent two at a time', async ({
  dashboard,
  disks,
  network,
  service,
}) => {
  const dialog = await choose(dashboard, disks.debian, disks.small, disks.other)
  await expect(dialog.getByRole('list', { name: 'Files' }).getByRole('listitem')).toHaveCount(3)
  await dialog.getByLabel('Visibility').click()
  await dashboard.getByRole('option', { name: /^Private/ }).click()
  await dialog.getByRole('button', { name: 'Apply to all files' }).click()
  network.allow(0)
  await dialog.getByRole('button', { name: 'Upload 3' }).click()
  // Two are at work, whether they send just now or try the network, which is held, again.
  await expect(rowOf(dashboard, disks.other)).toContainText('Waiting for its turn')
  await expect(dock(dashboard).getByText(/Waiting for its turn/)).toHaveCount(1)
  network.release()
  for (const disk of [disks.debian, disks.small, disks.other]) await isActive(rowOf(dashboard, disk))
  expect((await service.images()).map(({ visibility }) => visibility)).toEqual([
    'private',
    'private',
    'private',
  ])
  await dock(dashboard).getByRole('button', { name: 'Clear finished' }).click()
  await expect(dock(dashboard)).toBeHidden()
})

test('a file that needs another one is refused before anything is sent, with the way out', async ({
  dashboard,
  disks,
  service,
}) => {
  const dialog = await choose(dashboard, disks.dependent)
  await expect(dialog.getByRole('alert')).toContainText('backing file')
  await expect(dialog.getByRole('alert')).toContainText('qemu-img convert')
  const upload = dialog.getByRole('button', { name: 'Upload', exact: true })
  await expect(upload).toHaveAttribute('aria-disabled', 'true')
  await upload.click({ force: true })
  await expect(dialog).toBeVisible()
  expect(await service.images()).toEqual([])
})

test('a wrong format is refused before anything is sent, and mended with one press', async ({
  dashboard,
  disks,
}) => {
  const dialog = await choose(dashboard, disks.small)
  await dialog.getByLabel('Disk format').click()
  await dashboard.getByRole('option', { name: 'vmdk' }).click()
  await expect(dialog.getByRole('alert')).toContainText('The service would refuse this')
  await expect(dialog.getByRole('button', { name: 'Upload', exact: true })).toHaveAttribute(
    'aria-disabled',
    'true',
  )
  await dialog.getByRole('button', { name: 'Use qcow2, bare' }).click()
  await expect(dialog.getByRole('alert')).toBeHidden()
  await expect(dialog.getByRole('button', { name: 'Upload', exact: true })).not.toHaveAttribute(
    'aria-disabled',
    'true',
  )
})

test('a compressed file is recognised, with the advice to unpack it', async ({ dashboard, disks }) => {
  const dialog = await choose(dashboard, disks.packed)
  await expect(dialog.getByText(/gzip-compressed/).first()).toBeVisible()
  await expect(dialog.getByText(/Unpack it with/)).toBeVisible()
})

test('the right checksum is verified, a wrong one ends in words and with nothing kept', async ({
  dashboard,
  disks,
  service,
}) => {
  const right = await choose(dashboard, disks.small)
  await right
    .getByLabel('Expected checksum')
    .fill(`${disks.other.sha512}  else.img\n${disks.small.sha512}  small.qcow2`)
  await expect(right.getByText(/^SHA512/)).toBeVisible()
  await right.getByRole('button', { name: 'Upload', exact: true }).click()
  await isActive(rowOf(dashboard, disks.small))

  const wrong = await choose(dashboard, disks.other)
  await wrong.getByLabel('Expected checksum').fill(disks.small.sha512)
  await wrong.getByRole('button', { name: 'Upload', exact: true }).click()
  const row = rowOf(dashboard, disks.other)
  await expect(row).toContainText('was expected')
  await expect(row).toContainText('Download the file again')
  expect(await service.unfinished()).toEqual([])

  await row.getByRole('button', { name: 'Start again' }).click()
  const again = dashboard.getByRole('dialog', { name: 'Upload an image' })
  await again.getByRole('button', { name: 'Upload', exact: true }).click()
  await isActive(rowOf(dashboard, disks.other).filter({ hasText: 'Active' }))
  expect((await service.images()).map(({ status }) => status)).toEqual(['active', 'active'])
})

test('everything can be done with the keyboard', async ({ dashboard, disks, network, service }) => {
  const chooser = dashboard.waitForEvent('filechooser')
  await dashboard.getByRole('button', { name: 'Upload', exact: true }).focus()
  await dashboard.keyboard.press('Enter')
  await (await chooser).setFiles(disks.debian.path)
  const dialog = dashboard.getByRole('dialog', { name: 'Upload an image' })
  await expect(dialog.getByLabel('Name', { exact: true })).toBeFocused()
  await dashboard.keyboard.type('by hand')
  network.allow(0)
  await tabTo(dashboard, 'Upload')
  await dashboard.keyboard.press('Enter')
  const row = dock(dashboard).getByRole('listitem')
  await expect(row).toContainText('by hand')
  await row.getByRole('button', { name: 'Pause by hand' }).focus()
  await dashboard.keyboard.press('Enter')
  await expect(row).toContainText('Paused')
  await row.getByRole('button', { name: 'Resume by hand' }).focus()
  await dashboard.keyboard.press('Enter')
  network.release()
  await isActive(row)
  expect((await service.images())[0]).toMatchObject({ name: 'by hand' })
})

test('the end is told to screen readers, and so are the quarters', async ({ dashboard, disks }) => {
  await dashboard.evaluate(collectAnnouncements)
  await isActive(await begin(dashboard, disks.debian))
  const told = await dashboard.evaluate(() => (window as unknown as { told: string[] }).told)
  expect(told[0]).toBe('Upload of debian-12 begins.')
  expect(told.at(-1)).toBe('debian-12 is active.')
  expect(told.length).toBeLessThanOrEqual(5)
})

/** Presses Tab until the button of this name has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  const focused = page.locator(':focus')
  for (let presses = 0; presses < 30; presses++) {
    await page.keyboard.press('Tab')
    if ((await focused.textContent().catch(() => '')) === name) return
  }
  throw new Error(`Tab does not reach ${name}`)
}

function collectAnnouncements(): void {
  const told: string[] = []
  Object.assign(window, { told })
  new MutationObserver(() => {
    const text = document.querySelector('[data-announcer]')?.textContent ?? ''
    if (text !== '' && told.at(-1) !== text) told.push(text)
  }).observe(document.body, { childList: true, subtree: true, characterData: true })
}

/** A drop as the browser itself makes it, from a file on the disk. */
async function drop(page: Page, disk: Disk): Promise<void> {
  const browser = await page.context().newCDPSession(page)
  const data = { items: [], files: [disk.path], dragOperationsMask: 1 }
  const at = { x: 600, y: 400, data }
  await browser.send('Input.dispatchDragEvent', { type: 'dragEnter', ...at })
  await browser.send('Input.dispatchDragEvent', { type: 'dragOver', ...at })
  await expect(page.getByText('Drop to upload')).toBeVisible()
  await browser.send('Input.dispatchDragEvent', { type: 'drop', ...at })
}
