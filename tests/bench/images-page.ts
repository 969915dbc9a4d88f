import { mkdtemp, rm } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from '@playwright/test'
import { startServer } from '#tests/support/server.ts'
import playwright from '../../playwright.config.ts'
import { measureLoad, type Storage } from './page-load.ts'
import { median } from './report.ts'
import { seedImages } from './seed.ts'
import { createBenchMember } from './session.ts'

/**
 * The images page in a real browser: `node tests/bench/images-page.ts` prints how much JavaScript its first load takes,
 * how soon the list is there, how much the page jumps, and how long a key takes to the next picture with 10,000 images
 * in the list. Needs a build (`npm run build`).
 */
const IMAGES_SEEN = 10_000
/** Of every hundred that are made, so many are seen by the member. */
const SEEN_SHARE = 75
const KEYS = 60
const VISITS = 7

interface Latency {
  readonly medianMs: number
  readonly p95Ms: number
}

async function signIn(browser: Browser, url: string): Promise<Storage> {
  const context = await browser.newContext()
  const csrf = (await (await context.request.get(`${url}/api/auth/csrf`)).json()) as { csrfToken: string }
  const form = {
    ...csrf,
    userName: 'bench',
    domain: '',
    password: 'bench-password',
    callbackUrl: '/',
    json: 'true',
  }
  await context.request.post(`${url}/api/auth/callback/credentials`, { form })
  const storage = await context.storageState()
  await context.close()
  return storage
}

/** Until all rows have come. */
async function loadAll(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const waiting = () => document.querySelector('table tr[aria-busy]') !== null
    for (let still = 0; still < 5; ) {
      window.scrollTo(0, document.documentElement.scrollHeight)
      await new Promise((done) => setTimeout(done, 100))
      still = waiting() ? 0 : still + 1
    }
    window.scrollTo(0, document.documentElement.scrollHeight / 2)
    await new Promise((done) => setTimeout(done, 300))
  })
}

/** From the key's own time to the first picture after it. */
async function watchKeys(page: Page): Promise<void> {
  await page.evaluate(() => {
    const times: number[] = []
    Object.assign(window, { keyTimes: times })
    addEventListener(
      'keydown',
      ({ timeStamp }) => {
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel()
          port1.onmessage = () => times.push(performance.now() - timeStamp)
          port2.postMessage(null)
        })
      },
      { capture: true },
    )
  })
}

async function pressMany(page: Page, keys: readonly string[]): Promise<Latency> {
  await page.evaluate(() => {
    ;(window as unknown as { keyTimes: number[] }).keyTimes.length = 0
  })
  for (const key of keys) {
    await page.keyboard.press(key)
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))))
  }
  const times = await page.evaluate(() => (window as unknown as { keyTimes: number[] }).keyTimes)
  const sorted = times.toSorted((one, other) => one - other)
  return { medianMs: median(sorted), p95Ms: sorted[Math.floor(sorted.length * 0.95)] ?? Number.NaN }
}

/** Milliseconds between pictures while the page scrolls by a screen and a half at a time. */
async function scroll(page: Page): Promise<Latency> {
  const times = await page.evaluate(async () => {
    const gaps: number[] = []
    window.scrollTo(0, 0)
    let before = performance.now()
    for (let frame = 0; frame < 120; frame++) {
      window.scrollBy(0, innerHeight * 1.5)
      await new Promise((done) => requestAnimationFrame(done))
      const now = performance.now()
      gaps.push(now - before)
      before = now
    }
    return gaps
  })
  const sorted = times.toSorted((one, other) => one - other)
  return { medianMs: median(sorted), p95Ms: sorted[Math.floor(sorted.length * 0.95)] ?? Number.NaN }
}

const repeated = (key: string): readonly string[] => Array.from({ length: KEYS }, () => key)

const ms = ({ medianMs, p95Ms }: Latency): string => `${medianMs.toFixed(0)} ms, p95 ${p95Ms.toFixed(0)} ms`

type Cells = readonly string[]

async function measureLoads(browser: Browser, url: string, storage: Storage): Promise<readonly Cells[]> {
  // The first visit of all finds a server that has not served the page yet.
  await measureLoad(browser, url, { storage, isSlow: false, visits: 1 })
  const plain = await measureLoad(browser, url, { storage, isSlow: false, visits: VISITS })
  const slow = await measureLoad(browser, url, { storage, isSlow: true, visits: VISITS })
  const bytes = (count: number): string => `${count.toLocaleString('en')} bytes`
  return [
    ['JavaScript until the list is there, as sent', bytes(plain.scriptBytesUntilList)],
    ['JavaScript in all, as sent', bytes(plain.scriptBytesInAll)],
    ['list is there', `${plain.readyMs.toFixed(0)} ms, slowest ${plain.slowestMs.toFixed(0)} ms`],
    [
      'list is there, 20 Mbit/s and a quarter of the processor',
      `${slow.readyMs.toFixed(0)} ms, slowest ${slow.slowestMs.toFixed(0)} ms`,
    ],
    ['layout shift', `${plain.layoutShift.toFixed(3)}; slow: ${slow.layoutShift.toFixed(3)}`],
  ]
}

async function measureLongList(browser: Browser, url: string, storage: Storage): Promise<readonly Cells[]> {
  const context = await browser.newContext({ storageState: storage, viewport: { width: 1360, height: 900 } })
  const page = await context.newPage()
  await page.goto(`${url}/images?sort=name:asc`)
  await page.locator('a[data-row-link]').first().waitFor()
  await loadAll(page)
  await watchKeys(page)
  const rows = await page.getByRole('table', { name: 'Images' }).getAttribute('aria-rowcount')
  const results = [
    ['rows in the list', String(Number(rows) - 1)],
    ['j to the next row', ms(await pressMany(page, repeated('j')))],
    ['x selects', ms(await pressMany(page, repeated('x')))],
    ['Shift+J extends', ms(await pressMany(page, repeated('Shift+J')))],
    ['between pictures while scrolling', ms(await scroll(page))],
  ]
  await page.keyboard.press('/')
  results.push(['a letter in the search', ms(await pressMany(page, [...'image-12345 and more words']))])
  await context.close()
  return results
}

function tell(rows: readonly Cells[]): void {
  for (const cells of rows) process.stdout.write(`| ${cells.join(' | ')} |\n`)
}

function tellLoad(): void {
  process.stderr.write(
    `load of the machine: ${loadavg()
      .map((load) => load.toFixed(1))
      .join(', ')}\n`,
  )
}

const folder = await mkdtemp(join(tmpdir(), 'vitrine-bench-'))
const dataDir = join(folder, 'data')
const server = await startServer({ dataDir, env: { VITRINE_LOG_LEVEL: 'warn' } })
const { launchOptions } = playwright.use ?? {}
const browser = await chromium.launch(launchOptions)
try {
  const { projectId } = await createBenchMember(server)
  await server.kill('SIGTERM')
  await seedImages(
    `sqlite:${join(dataDir, 'vitrine.db')}`,
    projectId,
    Math.ceil((IMAGES_SEEN * 100) / SEEN_SHARE),
  )
  await server.restart()
  const storage = await signIn(browser, server.url)
  tellLoad()
  tell(await measureLoads(browser, server.url, storage))
  tell(await measureLongList(browser, server.url, storage))
  tellLoad()
} finally {
  await browser.close()
  await server.stop()
  await rm(folder, { recursive: true, force: true })
}
