import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from '@playwright/test'
import { type Cloud, openCloud } from '#tests/e2e/support/cloud.ts'
import { galleryPage } from './gallery.ts'
import { PICTURES, type Scene } from './pictures.ts'
import { fillSite, type SampleSite, startSite } from './sample-site.ts'
import { cancelUpload } from './upload-pictures.ts'

/**
 * Draws the pictures of the documentation and the page that shows them all: a real server with sample images, seen in
 * light and dark, wide and narrow. Names as arguments draw only those.
 */

const FOLDER = 'docs/screenshots'
const DEBIAN_CHROMIUM = '/usr/bin/chromium'
const WIDTHS = { wide: { width: 1440, height: 900 }, narrow: { width: 390, height: 844 } }
/** Of WebP: text stays sharp, and a hundred pictures stay small. */
const QUALITY = 82

type Theme = 'light' | 'dark'
type Width = keyof typeof WIDTHS

async function main(only: readonly string[]): Promise<void> {
  await mkdir(FOLDER, { recursive: true })
  const site = await startSite()
  const browser = await chromium.launch({
    args: ['--no-sandbox', '--disable-gpu'],
    ...(existsSync(DEBIAN_CHROMIUM) && { executablePath: DEBIAN_CHROMIUM }),
  })
  try {
    const cloud = await openCloud(site.server)
    const detailsPath = `/images/${await fillSite(site, cloud)}`
    for (const theme of ['light', 'dark'] as const) {
      for (const width of ['wide', 'narrow'] as const) {
        await drawAll({ browser, cloud, site, detailsPath, theme, width, only })
      }
    }
    await writeFile(join(FOLDER, 'README.md'), galleryPage(PICTURES))
  } finally {
    await browser.close()
    await site.close()
  }
}

interface Sitting {
  readonly browser: Browser
  readonly cloud: Cloud
  readonly site: SampleSite
  readonly detailsPath: string
  readonly theme: Theme
  readonly width: Width
  /** Names of pictures; empty: all. */
  readonly only: readonly string[]
}

async function drawAll({ browser, cloud, site, detailsPath, theme, width, only }: Sitting): Promise<void> {
  const context = await browser.newContext({
    baseURL: cloud.url,
    viewport: WIDTHS[width],
    colorScheme: theme,
    reducedMotion: 'reduce',
    locale: 'en',
    hasTouch: width === 'narrow',
  })
  const page = await context.newPage()
  const take = (name: string) => photograph(page, join(FOLDER, `${name}-${theme}-${width}.webp`))
  const scene: Scene = { page, detailsPath, imageAddress: site.imageAddress }
  await page.goto('/login')
  await page.getByLabel('User name').fill(cloud.admin.name)
  if (only.length === 0 || only.includes('sign-in')) await take('sign-in')
  await page.getByRole('textbox', { name: 'Password' }).fill(cloud.admin.password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.waitForURL('**/images')
  for (const { name, draw } of PICTURES) {
    if (only.length > 0 && !only.includes(name)) continue
    await draw(scene)
    await take(name)
    if (name === 'sending') await cancelUpload(page)
  }
  await context.close()
}

/** Playwright itself draws no WebP. */
async function photograph(page: Page, file: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready)
  const browser = await page.context().newCDPSession(page)
  const { data } = await browser.send('Page.captureScreenshot', { format: 'webp', quality: QUALITY })
  await browser.detach()
  await writeFile(file, Buffer.from(data, 'base64'))
}

await main(process.argv.slice(2))
