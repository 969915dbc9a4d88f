import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from '@playwright/test'
import { type Cloud, openCloud } from '#tests/e2e/support/cloud.ts'
import { startServer } from '#tests/support/server.ts'
import { fillProject } from './sample-images.ts'
import { cancelUpload, openUpload, sendSlowly } from './upload-pictures.ts'

/** Draws the pictures of the documentation: a real server with sample images, seen in light and dark, wide and narrow. */

const FOLDER = 'docs/screenshots'
const DEBIAN_CHROMIUM = '/usr/bin/chromium'
const WIDTHS = { wide: { width: 1440, height: 900 }, narrow: { width: 390, height: 844 } }

type Theme = 'light' | 'dark'
type Width = keyof typeof WIDTHS

interface Picture {
  readonly name: string
  readonly draw: (page: Page, detailsPath: string) => Promise<void>
}

const PICTURES: readonly Picture[] = [
  { name: 'images', draw: openList },
  {
    name: 'actions',
    async draw(page) {
      await openList(page)
      await page.getByRole('button', { name: 'Actions for debian-13-genericcloud-amd64' }).click()
      await page.getByRole('menu').waitFor()
    },
  },
  {
    name: 'selection',
    async draw(page) {
      await openList(page)
      await page.getByLabel('Select debian-13-genericcloud-arm64').check()
      await page.getByLabel('Select fedora-44-cloud-base').check()
    },
  },
  { name: 'details', draw: openDetails },
  {
    name: 'edit',
    async draw(page, detailsPath) {
      await openDetails(page, detailsPath)
      await page.getByRole('button', { name: 'Edit' }).click()
      await page.getByRole('dialog').getByLabel('Description').waitFor()
    },
  },
  {
    name: 'find',
    async draw(page) {
      await openList(page)
      await page.keyboard.press('Control+k')
      await page.getByPlaceholder(/Find an image/).fill('deb')
      await page
        .getByRole('option', { name: /debian/ })
        .first()
        .waitFor()
    },
  },
  { name: 'upload', draw: openUpload },
  { name: 'sending', draw: sendSlowly },
]

async function main(): Promise<void> {
  await mkdir(FOLDER, { recursive: true })
  const server = await startServer()
  const browser = await chromium.launch({
    args: ['--no-sandbox', '--disable-gpu'],
    ...(existsSync(DEBIAN_CHROMIUM) && { executablePath: DEBIAN_CHROMIUM }),
  })
  try {
    const cloud = await openCloud(server)
    const friend = await cloud.newProject('web-frontend')
    const detailsPath = `/images/${await fillProject(cloud.admin, [friend.id])}`
    for (const theme of ['light', 'dark'] as const) {
      for (const width of ['wide', 'narrow'] as const) {
        await drawAll({ browser, cloud, detailsPath, theme, width })
      }
    }
  } finally {
    await browser.close()
    await server.stop()
  }
}

interface Sitting {
  readonly browser: Browser
  readonly cloud: Cloud
  readonly detailsPath: string
  readonly theme: Theme
  readonly width: Width
}

async function drawAll({ browser, cloud, detailsPath, theme, width }: Sitting): Promise<void> {
  const context = await browser.newContext({
    baseURL: cloud.url,
    viewport: WIDTHS[width],
    colorScheme: theme,
    reducedMotion: 'reduce',
    locale: 'en',
    hasTouch: width === 'narrow',
  })
  const page = await context.newPage()
  const take = (name: string) => page.screenshot({ path: join(FOLDER, `${name}-${theme}-${width}.png`) })
  await page.goto('/login')
  await page.getByLabel('User name').fill(cloud.admin.name)
  await take('sign-in')
  await page.getByRole('textbox', { name: 'Password' }).fill(cloud.admin.password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.waitForURL('**/images')
  for (const { name, draw } of PICTURES) {
    await draw(page, detailsPath)
    await take(name)
  }
  await cancelUpload(page)
  await context.close()
}

async function openList(page: Page): Promise<void> {
  await page.goto('/images?visibility=all')
  await page.getByRole('link', { name: 'debian-13-genericcloud-amd64' }).waitFor()
}

async function openDetails(page: Page, detailsPath: string): Promise<void> {
  await page.goto(detailsPath)
  await page.getByText('Not answered').waitFor()
}

await main()
