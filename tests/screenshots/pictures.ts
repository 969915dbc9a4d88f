import type { Locator, Page } from '@playwright/test'
import { FAMILY } from './sample-site.ts'
import { openUpload, sendSlowly } from './upload-pictures.ts'

/** What the pictures of one theme and width are drawn of. */
export interface Scene {
  readonly page: Page
  /** Of the image that has something of everything. */
  readonly detailsPath: string
  readonly imageAddress: string
}

export interface Picture {
  readonly name: string
  /** What it shows, for those who read and those who listen. */
  readonly shows: string
  readonly draw: (scene: Scene) => Promise<void>
}

/** Every page and the dialogs worth seeing, in the order of the gallery. */
export const PICTURES: readonly Picture[] = [
  { name: 'images', shows: 'The list of images', draw: ({ page }) => openList(page) },
  {
    name: 'actions',
    shows: 'What can be done to one image',
    async draw({ page }) {
      await openList(page)
      await page.getByRole('button', { name: 'Actions for debian-13-genericcloud-amd64' }).click()
      await page.getByRole('menu').waitFor()
    },
  },
  {
    name: 'selection',
    shows: 'What can be done to several',
    async draw({ page }) {
      await openList(page)
      await page.getByLabel('Select debian-13-genericcloud-arm64').check()
      await page.getByLabel('Select fedora-44-cloud-base').check()
    },
  },
  {
    name: 'find',
    shows: 'Finding an image or a deed from anywhere',
    async draw({ page }) {
      await openList(page)
      await page.keyboard.press('Control+k')
      await page.getByPlaceholder(/Find an image/).fill('deb')
      await page
        .getByRole('option', { name: /debian/ })
        .first()
        .waitFor()
    },
  },
  { name: 'details', shows: 'The page of one image', draw: openDetails },
  {
    name: 'edit',
    shows: 'Editing an image',
    async draw(scene) {
      await openDetails(scene)
      await scene.page.getByRole('button', { name: 'Edit' }).click()
      await scene.page.getByRole('dialog').getByLabel('Description').waitFor()
    },
  },
  {
    name: 'properties',
    shows: 'The form of the metadata definitions',
    async draw(scene) {
      await openDetails(scene)
      await scene.page.getByRole('button', { name: 'Edit' }).click()
      await scene.page.getByRole('dialog').getByRole('button', { name: 'Properties…' }).click()
      await scene.page.getByRole('dialog', { name: 'Properties', exact: true }).waitFor()
    },
  },
  {
    name: 'import',
    shows: 'What the service found at an address before importing it',
    async draw({ page, imageAddress }) {
      await openList(page)
      await page.getByRole('button', { name: 'Import from an address' }).click()
      await page.getByLabel('Address of the image').fill(imageAddress)
      await page.keyboard.press('Enter')
      await page.getByRole('region', { name: 'What is there' }).waitFor()
    },
  },
  atPage('families', 'Families: versions of one image', '/families', (page) =>
    page.getByRole('link', { name: FAMILY }),
  ),
  {
    name: 'family',
    shows: 'The versions of a family, the latest of them, and what to do with the older ones',
    async draw({ page }) {
      await page.goto('/families')
      await page.getByRole('link', { name: FAMILY }).click()
      await page.getByRole('heading', { level: 1, name: FAMILY }).waitFor()
      await page.getByText('2026-09').first().waitFor()
    },
  },
  atPage('shares', 'Images that other projects offer', '/shares', (page) =>
    page.getByRole('link', { name: 'jupyterhub-2026-11' }),
  ),
  atPage('deleted', 'Deleted images that can be restored', '/deleted', (page) =>
    page.getByRole('button', { name: /^Restore debian-12/ }),
  ),
  atPage('projects', 'The projects of the built-in identity', '/admin/projects', (page) =>
    page.getByRole('main').getByText('web-frontend', { exact: true }).first(),
  ),
  atPage('users', 'Its users', '/admin/users', (page) =>
    page.getByRole('main').getByText('admin', { exact: true }).first(),
  ),
  atPage('quotas', 'What each project may use, and uses', '/admin/quotas', (page) =>
    page.getByRole('main').getByText('web-frontend').first(),
  ),
  atPage('tasks', 'Tasks: imports, copies, moves', '/admin/tasks', (page) =>
    page.getByText(/debian-13-from-mirror/).first(),
  ),
  atPage('stores', 'Stores: their health, their room, what they are open for', '/admin/stores', (page) =>
    page.getByText('Disks in the cellar'),
  ),
  atPage('cache', 'The image cache of each node', '/admin/cache', (page) =>
    page.getByRole('link', { name: 'debian-13-genericcloud-amd64' }),
  ),
  atPage('metadefs', 'The namespaces of metadata definitions', '/metadefs', (page) =>
    page.getByRole('link', { name: /Hypervisor|Libvirt/ }).first(),
  ),
  {
    name: 'namespace',
    shows: 'Editing a namespace',
    async draw({ page }) {
      await page.goto('/metadefs')
      await page
        .getByRole('link', { name: /Hypervisor|Libvirt/ })
        .first()
        .click()
      await page.getByRole('heading', { level: 1, name: /Hypervisor|Libvirt/ }).waitFor()
    },
  },
  atPage('policies', 'The rules in force, and whom they let through', '/admin/policies', (page) =>
    page.getByRole('row').nth(5),
  ),
  atPage('audit', 'Who did what, and when', '/admin/audit', (page) =>
    page.getByRole('list', { name: 'Events' }).getByRole('listitem').nth(5),
  ),
  atPage('webhooks', 'Whom the service tells of events', '/admin/webhooks', (page) =>
    page.getByRole('listitem').filter({ hasText: 'Inventory' }),
  ),
  {
    name: 'upload',
    shows: 'What was found in a file before sending it',
    draw: ({ page }) => openUpload(page),
  },
  { name: 'sending', shows: 'An upload at work in the dock', draw: ({ page }) => sendSlowly(page) },
]

function atPage(name: string, shows: string, path: string, sign: (page: Page) => Locator): Picture {
  return {
    name,
    shows,
    async draw({ page }) {
      await page.goto(path)
      await sign(page).waitFor()
    },
  }
}

async function openList(page: Page): Promise<void> {
  await page.goto('/images?visibility=all')
  await page.getByRole('link', { name: 'debian-13-genericcloud-amd64', exact: true }).waitFor()
}

async function openDetails({ page, detailsPath }: Scene): Promise<void> {
  await page.goto(detailsPath)
  await page.getByText('Not answered').waitFor()
}
