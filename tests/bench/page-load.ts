import type { Browser, BrowserContext, Page } from '@playwright/test'
import { median } from './report.ts'

export type Storage = Awaited<ReturnType<BrowserContext['storageState']>>

/** How one visit went, with an empty cache. */
interface Visit {
  /** From the navigation to the picture with the first row. */
  readonly readyMs: number
  readonly layoutShift: number
  /** As they are sent, compressed. */
  readonly scriptBytesUntilList: number
  readonly scriptBytesInAll: number
}

/** Medians of several visits. */
export interface Load extends Visit {
  readonly slowestMs: number
}

/** Twenty megabits a second, and a quarter of the processor. */
const SLOW = { bytesPerSecond: 20_000_000 / 8, latencyMs: 20, processorRate: 4 }

/** Visits the page some times, each with a cache and a context of its own. */
export async function measureLoad(
  browser: Browser,
  url: string,
  {
    storage,
    isSlow,
    visits,
  }: { readonly storage: Storage; readonly isSlow: boolean; readonly visits: number },
): Promise<Load> {
  const seen: Visit[] = []
  for (let visit = 0; visit < visits; visit++) seen.push(await visitOnce(browser, url, storage, isSlow))
  const middle = (of: (visit: Visit) => number): number => median(seen.map(of))
  return {
    readyMs: middle(({ readyMs }) => readyMs),
    slowestMs: Math.max(...seen.map(({ readyMs }) => readyMs)),
    layoutShift: middle(({ layoutShift }) => layoutShift),
    scriptBytesUntilList: middle(({ scriptBytesUntilList }) => scriptBytesUntilList),
    scriptBytesInAll: middle(({ scriptBytesInAll }) => scriptBytesInAll),
  }
}

async function visitOnce(browser: Browser, url: string, storage: Storage, isSlow: boolean): Promise<Visit> {
  const context = await browser.newContext({ storageState: storage, viewport: { width: 1360, height: 900 } })
  try {
    const page = await context.newPage()
    if (isSlow) await slowDown(page)
    const scripts = countScripts(page)
    await page.addInitScript(watchLoad)
    await page.goto(`${url}/images`)
    await page.waitForFunction(() => (window as unknown as LoadWatch).readyMs !== undefined)
    const scriptBytesUntilList = await scripts.bytes()
    // What is fetched when the browser has nothing else to do is fetched by then.
    await page.waitForLoadState('networkidle').catch(() => undefined)
    await page.waitForTimeout(SETTLED_MS)
    const { readyMs = Number.NaN, layoutShift } = await page.evaluate(() => {
      const watch = window as unknown as LoadWatch
      return { readyMs: watch.readyMs, layoutShift: watch.layoutShift }
    })
    return { readyMs, layoutShift, scriptBytesUntilList, scriptBytesInAll: await scripts.bytes() }
  } finally {
    await context.close()
  }
}

/** Longer than an idle browser waits with what it fetches ahead. */
const SETTLED_MS = 1500

interface LoadWatch {
  readyMs?: number
  layoutShift: number
}

/** Runs in the page, before anything of it. */
function watchLoad(): void {
  const watch = window as unknown as LoadWatch
  watch.layoutShift = 0
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) watch.layoutShift += (entry as unknown as { value: number }).value
  }).observe({ type: 'layout-shift', buffered: true })
  const observer = new MutationObserver(() => {
    if (document.querySelector('a[data-row-link]') === null) return
    observer.disconnect()
    // After the next picture.
    requestAnimationFrame(() => setTimeout(() => (watch.readyMs = performance.now())))
  })
  observer.observe(document, { childList: true, subtree: true })
}

function countScripts(page: Page): { readonly bytes: () => Promise<number> } {
  const sizes: Promise<number>[] = []
  page.on('requestfinished', (request) => {
    if (request.resourceType() !== 'script') return
    sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize))
  })
  return {
    bytes: async () => (await Promise.all([...sizes])).reduce((total, size) => total + size, 0),
  }
}

async function slowDown(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: SLOW.latencyMs,
    downloadThroughput: SLOW.bytesPerSecond,
    uploadThroughput: SLOW.bytesPerSecond,
  })
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOW.processorRate })
}
