import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type Browser, test as base, expect, type Locator, type Page } from '@playwright/test'
import type { ImageListWire, ImageWire } from '#lib/contract/image-wire.ts'
import type { UploadListWire, UploadWire } from '#lib/contract/upload-wire.ts'
import { type RunningServer, startServer } from '#tests/support/server.ts'
import { type Disk, type Disks, makeDisks } from './upload-disks.ts'
import { type Network, startNetwork } from './upload-proxy.ts'

/** What the tests see of the service, past the browser. */
export interface Service {
  images(): Promise<readonly ImageWire[]>
  unfinished(): Promise<readonly UploadWire[]>
  remove(imageId: string): Promise<void>
  /** Files that hold bytes of unfinished uploads. */
  stagedFiles(): Promise<readonly string[]>
}

interface WorkerWorld {
  readonly server: RunningServer
  readonly disks: Disks
}

interface World {
  /** The browser reaches the server through it. */
  readonly network: Network
  readonly service: Service
  /** Signed in, on the list of images. */
  readonly dashboard: Page
}

export const test = base.extend<World, WorkerWorld>({
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern which fixtures are wanted
    async ({}, use) => {
      const server = await startServer()
      await use(server)
      await server.stop()
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  disks: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern which fixtures are wanted
    async ({}, use) => {
      const disks = await makeDisks()
      await use(disks)
      await rm(disks.folder, { recursive: true, force: true })
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  network: async ({ server }, use) => {
    const network = await startNetwork(server.url)
    await use(network)
    await network.close()
  },
  service: async ({ server }, use) => {
    const service = await look(server)
    await use(service)
    await removeEverything(server)
  },
  dashboard: async ({ page, network, server, service: _service }, use) => {
    await openDashboard(page, network, server)
    await use(page)
  },
})

/** As in browsers without handles of files, whose chooser a test can answer. */
export async function withoutHandles(page: Page): Promise<void> {
  await page.addInitScript(() => Reflect.deleteProperty(window, 'showOpenFilePicker'))
}

export async function openDashboard(page: Page, network: Network, server: RunningServer): Promise<void> {
  await page.goto(`${network.url}/images`)
  await signIn(page, server)
  await expect(page.getByRole('heading', { name: 'Images', exact: true })).toBeVisible()
  await uploadsAreReady(page)
}

export async function signIn(page: Page, server: RunningServer): Promise<void> {
  const userName = page.getByLabel('User name')
  if (await userName.isEditable()) await userName.fill('admin')
  await page.getByLabel('Password', { exact: true }).fill(server.adminPassword)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

/** Another browser, with nothing of the first one. */
export async function otherBrowser(browser: Browser, network: Network, server: RunningServer): Promise<Page> {
  const page = await (await browser.newContext()).newPage()
  await withoutHandles(page)
  await openDashboard(page, network, server)
  return page
}

export async function uploadsAreReady(page: Page): Promise<void> {
  await expect(fileInput(page)).toBeAttached()
}

function fileInput(page: Page): Locator {
  return page.locator('input[type=file]')
}

/** Chooses files, and waits until the dialog has looked into them. */
export async function choose(page: Page, ...disks: readonly Disk[]): Promise<Locator> {
  await fileInput(page).setInputFiles(disks.map(({ path }) => path))
  const dialog = page.getByRole('dialog', { name: /^Upload/ })
  await expect(dialog.getByLabel('Name', { exact: true })).toBeVisible()
  return dialog
}

/** Chooses one file and sends it as it is. */
export async function begin(page: Page, disk: Disk): Promise<Locator> {
  const dialog = await choose(page, disk)
  await dialog.getByRole('button', { name: 'Upload', exact: true }).click()
  await expect(dialog).toBeHidden()
  return rowOf(page, disk)
}

export function dock(page: Page): Locator {
  return page.getByRole('region', { name: 'Uploads', exact: true })
}

export function rowOf(page: Page, disk: Disk): Locator {
  const name = disk.name.replace(/(\.qcow2)?(\.gz)?$/, '')
  return dock(page).getByRole('listitem').filter({ hasText: name })
}

/** Begins an upload and lets it come as far as `bytes`, where the network holds it. */
export async function beginAndHold(
  page: Page,
  network: Network,
  disk: Disk,
  bytes: number,
): Promise<Locator> {
  network.allow(bytes)
  const row = await begin(page, disk)
  await expect(row.getByTestId('percent')).not.toHaveText('0 %')
  return row
}

/** Begins an upload whose last bytes the network holds, and waits until the browser has given all of them away. */
export async function beginAndHoldTheEnd(page: Page, network: Network, disk: Disk): Promise<Locator> {
  network.allow(disk.sizeBytes - HELD_AT_THE_END_BYTES)
  const row = await begin(page, disk)
  // Not by the percentage: it is there only while bytes are sent, and a slow machine may never show it to us.
  await expect(row).toHaveAttribute('data-state', 'finishing', { timeout: 30_000 })
  return row
}

/** More than one piece of the network, and little enough to lie on the way while the browser believes it sent. */
const HELD_AT_THE_END_BYTES = 128 * 1024

export async function isActive(row: Locator): Promise<void> {
  await expect(row.getByText('Active', { exact: true })).toBeVisible({ timeout: 30_000 })
}

/** The one image there is, byte for byte the disk. */
export async function isTheSame(service: Service, disk: Disk): Promise<void> {
  const images = await service.images()
  expect(images).toHaveLength(1)
  expect(images[0]).toMatchObject({
    status: 'active',
    size: disk.sizeBytes,
    os_hash_algo: 'sha512',
    os_hash_value: disk.sha512,
  })
  expect(await service.unfinished()).toEqual([])
  // What a broken request still held is let go a little later.
  await expect.poll(() => service.stagedFiles(), { timeout: 80_000 }).toEqual([])
}

async function look(server: RunningServer): Promise<Service> {
  const token = await issueToken(server)
  const get = async <T>(path: string): Promise<T> => {
    const response = await fetch(server.url + path, { headers: { 'X-Auth-Token': token } })
    if (!response.ok) throw new Error(`GET ${path} answered ${response.status}`)
    return (await response.json()) as T
  }
  return {
    images: async () => (await get<ImageListWire>('/v2/images')).images,
    unfinished: async () => (await get<UploadListWire>('/uploads')).uploads,
    async remove(imageId) {
      await fetch(`${server.url}/v2/images/${imageId}`, {
        method: 'DELETE',
        headers: { 'X-Auth-Token': token },
      })
    },
    stagedFiles: () => stagedFiles(server.dataDir),
  }
}

async function issueToken(server: RunningServer): Promise<string> {
  const domain = { name: 'Default' }
  const password = { user: { name: 'admin', domain, password: server.adminPassword } }
  const response = await fetch(`${server.url}/identity/v3/auth/tokens`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({
      auth: { identity: { methods: ['password'], password }, scope: { project: { name: 'admin', domain } } },
    }),
  })
  const token = response.headers.get('x-subject-token')
  if (token === null) throw new Error(`No token: ${response.status} ${await response.text()}`)
  return token
}

async function removeEverything(server: RunningServer): Promise<void> {
  const headers = { 'X-Auth-Token': await issueToken(server) }
  const { images } = (await (await fetch(`${server.url}/v2/images`, { headers })).json()) as ImageListWire
  await Promise.all(
    images.map(({ id }) => fetch(`${server.url}/v2/images/${id}`, { method: 'DELETE', headers })),
  )
}

async function stagedFiles(dataDir: string): Promise<readonly string[]> {
  const files = await readdir(dataDir, { recursive: true, withFileTypes: true })
  return files
    .filter((file) => file.isFile() && /staging|\.part/.test(join(file.parentPath, file.name)))
    .map(({ name }) => name)
}

export { expect }
