import { readFile } from 'node:fs/promises'
import type { Locator, Page } from '@playwright/test'
import {
  begin,
  beginAndHold,
  dock,
  expect,
  isActive,
  isTheSame,
  openDashboard,
  otherBrowser,
  rowOf,
  signIn,
  test,
  uploadsAreReady,
  withoutHandles,
} from './upload-world.ts'

const MIB = 1024 ** 2
const FIRST_CHUNK = 8 * MIB

test.describe('the person', () => {
  test.beforeEach(({ page }) => withoutHandles(page))

  test('pauses: nothing more is sent until the upload is resumed', async ({
    dashboard,
    disks,
    network,
    service,
  }) => {
    const row = await beginAndHold(dashboard, network, disks.debian, 4 * MIB)
    await row.getByRole('button', { name: 'Pause debian-12' }).click()
    await expect(row).toContainText('Paused')
    network.release()
    await expect(row.getByRole('button', { name: 'Resume debian-12' })).toBeVisible()
    const paused = await receivedAfterReload()
    // Of the first request, what was on its way may have arrived; no second one was begun, and not a byte comes later.
    expect(paused).toBeLessThanOrEqual(FIRST_CHUNK)
    expect(await receivedAfterReload()).toBe(paused)

    async function receivedAfterReload(): Promise<number | undefined> {
      await dashboard.reload()
      await uploadsAreReady(dashboard)
      await expect(rowOf(dashboard, disks.debian)).toContainText('Paused')
      const [there] = await service.unfinished()
      return there?.received
    }
  })

  test('pauses and resumes, and the result is whole', async ({ dashboard, disks, network, service }) => {
    const row = await beginAndHold(dashboard, network, disks.debian, 12 * MIB)
    await row.getByRole('button', { name: 'Pause debian-12' }).click()
    await row.getByRole('button', { name: 'Resume debian-12' }).click()
    network.release()
    await isActive(row)
    await isTheSame(service, disks.debian)
  })

  test('cancels, after being asked, and nothing is left behind', async ({
    dashboard,
    disks,
    network,
    service,
  }) => {
    const row = await beginAndHold(dashboard, network, disks.debian, 12 * MIB)
    await row.getByRole('button', { name: 'Cancel debian-12' }).click()
    const question = dashboard.getByRole('alertdialog')
    await expect(question).toContainText('are removed from the server')
    await question.getByRole('button', { name: 'Cancel upload' }).click()
    network.release()
    await expect(row).toContainText('Cancelled')
    expect(await service.images()).toEqual([])
    expect(await service.unfinished()).toEqual([])
    expect(await service.stagedFiles()).toEqual([])
    await dashboard.reload()
    await uploadsAreReady(dashboard)
    await expect(dock(dashboard)).toBeHidden()
  })

  test('reads a percentage that the server has confirmed, but for one request', async ({
    dashboard,
    disks,
    network,
    service,
  }) => {
    const row = await beginAndHold(dashboard, network, disks.debian, 13 * MIB)
    const shown = await shownPercent(row)
    const [upload] = await service.unfinished()
    const confirmed = upload?.received ?? 0
    expect((shown / 100) * disks.debian.sizeBytes).toBeLessThanOrEqual(confirmed + 2 * FIRST_CHUNK)
    network.cut()
    await expect(row).toContainText('Waiting for the network')
    const [after] = await service.unfinished()
    const told = await shownPercent(row)
    expect((told / 100) * disks.debian.sizeBytes).toBeLessThanOrEqual(after?.received ?? 0)
  })
})

test.describe('signing in', () => {
  test.beforeEach(({ page }) => withoutHandles(page))

  test('a sign-in that runs out pauses; signing in goes on', async ({
    dashboard,
    disks,
    network,
    server,
    service,
  }) => {
    const row = await beginAndHold(dashboard, network, disks.debian, 12 * MIB)
    await dashboard.context().clearCookies()
    network.cut()
    network.heal()
    network.release()
    // The dialog in front takes the dock out of reach, not out of sight.
    await expect(dashboard.getByText('Signed out – sign in to go on')).toBeVisible()
    expect(await service.unfinished()).toHaveLength(1)
    await signIn(dashboard, server)
    await isActive(row)
    await isTheSame(service, disks.debian)
  })
})

test.describe('two tabs', () => {
  test.beforeEach(({ context }) =>
    context.addInitScript(() => Reflect.deleteProperty(window, 'showOpenFilePicker')),
  )

  test('show one upload, which either can pause; one tab sends it', async ({
    dashboard,
    disks,
    network,
    service,
  }) => {
    const row = await beginAndHold(dashboard, network, disks.debian, 12 * MIB)
    const second = await anotherTab(dashboard)
    const mirrored = rowOf(second, disks.debian)
    await expect(mirrored).toContainText('Sending')
    await mirrored.getByRole('button', { name: 'Pause debian-12' }).click()
    await expect(row).toContainText('Paused')
    await row.getByRole('button', { name: 'Resume debian-12' }).click()
    network.release()
    await isActive(mirrored)
    await isTheSame(service, disks.debian)
  })

  test('when the sending one is closed, the other takes over', async ({
    dashboard,
    disks,
    network,
    service,
  }) => {
    await beginAndHold(dashboard, network, disks.debian, 12 * MIB)
    const second = await anotherTab(dashboard)
    await expect(rowOf(second, disks.debian)).toContainText('Sending')
    await dashboard.close()
    network.release()
    const row = rowOf(second, disks.debian)
    const chooser = second.waitForEvent('filechooser')
    await row.getByRole('button', { name: 'Choose file' }).click()
    await (await chooser).setFiles(disks.debian.path)
    await isActive(row)
    await isTheSame(service, disks.debian)
  })
})

test('with a handle of the file, a reload goes on by itself', async ({
  page,
  disks,
  network,
  server,
  service,
}) => {
  const bytes = await readFile(disks.debian.path)
  await page.route('**/disk-for-test', (route) => route.fulfill({ body: bytes }))
  // A file of the browser's own file system has a real handle, which needs nobody's consent.
  await page.addInitScript(() => {
    Object.assign(window, {
      async showOpenFilePicker() {
        const folder = await navigator.storage.getDirectory()
        const handle = await folder.getFileHandle('debian-12.qcow2', { create: true })
        const response = await fetch('/disk-for-test')
        await response.body?.pipeTo(await handle.createWritable())
        return [handle]
      },
    })
  })
  await openDashboard(page, network, server)
  await page.getByRole('button', { name: 'Upload', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Upload an image' })
  await expect(dialog.getByLabel('Name', { exact: true })).toHaveValue('debian-12')
  network.allow(12 * MIB)
  await dialog.getByRole('button', { name: 'Upload', exact: true }).click()
  const row = rowOf(page, disks.debian)
  await expect(row.getByTestId('percent')).not.toHaveText('0 %')
  await page.reload()
  network.release()
  await isActive(row)
  await isTheSame(service, disks.debian)
})

test('begun in one browser, gone on with in another', async ({
  dashboard,
  browser,
  disks,
  network,
  server,
  service,
}) => {
  await withoutHandles(dashboard)
  await beginAndHold(dashboard, network, disks.debian, 12 * MIB)
  await dashboard.context().close()
  network.release()
  const [image] = await service.images()
  const other = await otherBrowser(browser, network, server)
  await other.goto(`${network.url}/images/${image?.id}`)
  await expect(other.getByText('Go on with this upload')).toBeVisible()
  await chooseData(other, disks.small.path)
  await expect(other.getByText(/the upload was begun with a file of/)).toBeVisible()
  await chooseData(other, disks.debian.path)
  await isActive(rowOf(other, disks.debian))
  await isTheSame(service, disks.debian)
  await other.context().close()
})

async function chooseData(page: Page, path: string): Promise<void> {
  const chooser = page.waitForEvent('filechooser')
  await page.getByRole('main').getByRole('button', { name: 'Choose file' }).click()
  await (await chooser).setFiles(path)
}

test('nothing of it is shown before an upload, or to a person who has none', async ({ dashboard, disks }) => {
  await expect(dock(dashboard)).toBeHidden()
  await isActive(await begin(dashboard, disks.small))
  await expect(dock(dashboard)).toBeVisible()
})

async function anotherTab(page: Page): Promise<Page> {
  const second = await page.context().newPage()
  await second.goto(page.url())
  await uploadsAreReady(second)
  return second
}

async function shownPercent(row: Locator): Promise<number> {
  return Number.parseInt((await row.getByTestId('percent').textContent()) ?? '', 10)
}
