import { type BrowserContext, test as base, expect, type Page } from '@playwright/test'
import { type RunningServer, startServer } from '#tests/support/server.ts'
import { type Cloud, openCloud, type Person } from './cloud.ts'

interface WorkerWorld {
  /** Settings of the server, for files that need others: `test.use({ settings: { … } })`. */
  readonly settings: Readonly<Record<string, string>>
  readonly server: RunningServer
  readonly cloud: Cloud
}

interface World {
  /** A new user, alone in a new project. */
  readonly person: Person
  /** Signed in as `person`, nowhere yet. */
  readonly dashboard: Page
}

/** Real server, real browser; every script error and every breach of the content security policy fails the test. */
export const test = base.extend<World, WorkerWorld>({
  settings: [{}, { option: true, scope: 'worker' }],
  server: [
    async ({ settings }, use) => {
      const server = await startServer({ env: settings })
      await use(server)
      await server.stop()
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  cloud: [async ({ server }, use) => use(await openCloud(server)), { scope: 'worker', timeout: 60_000 }],
  baseURL: async ({ server }, use) => use(server.url),
  page: async ({ page }, use) => {
    const problems = watchProblems(page)
    waitUntilReady(page)
    await use(page)
    expect(problems).toEqual([])
  },
  person: async ({ cloud }, use) => use(await cloud.newPerson()),
  dashboard: async ({ page, person }, use) => {
    await signIn(page.context(), person)
    await use(page)
  },
})

export { expect }

/** What went wrong in the page's own code. A refused request is not among it: tests provoke those. */
function watchProblems(page: Page): string[] {
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(`error: ${error.message}`))
  page.on('console', (message) => {
    const text = message.text()
    if (message.type() === 'error' && !text.startsWith('Failed to load resource'))
      problems.push(`console: ${text}`)
  })
  return problems
}

/** Going to a page ends when the page listens: a key that is pressed earlier goes nowhere. */
function waitUntilReady(page: Page): void {
  const { goto, reload } = page
  const isReady = () => page.locator('html[data-ready]').waitFor()
  page.goto = async (...target) => {
    const answer = await goto.apply(page, target)
    await isReady()
    return answer
  }
  page.reload = async (...options) => {
    const answer = await reload.apply(page, options)
    await isReady()
    return answer
  }
}

/** Signs in without the page, as its form would. */
async function signIn(context: BrowserContext, { name, password }: Person): Promise<void> {
  const csrf = await context.request.get('/api/auth/csrf')
  const { csrfToken } = (await csrf.json()) as { csrfToken: string }
  const answer = await context.request.post('/api/auth/callback/credentials', {
    form: { csrfToken, userName: name, domain: '', password, callbackUrl: '/images', json: 'true' },
  })
  expect(answer.ok(), await answer.text()).toBe(true)
}

/** Another browser, signed in, watched like the first. */
export async function openSecondBrowser(page: Page, person: Person): Promise<Page> {
  const browser = page.context().browser()
  if (browser === null) throw new Error('no browser')
  const context = await browser.newContext({ baseURL: new URL(page.url()).origin })
  await signIn(context, person)
  const second = await context.newPage()
  waitUntilReady(second)
  return second
}

/** The row of the list that names this image. */
export function rowOf(page: Page, name: string) {
  return page.getByRole('row').filter({ has: page.getByRole('link', { name, exact: true }) })
}

/** The names in the list, from the top. */
export function namesIn(page: Page) {
  return page.locator('a[data-row-link]')
}

/** Chooses an item of a row's menu. */
export async function chooseInRow(page: Page, name: string, item: string): Promise<void> {
  await page.getByRole('button', { name: `Actions for ${name}`, exact: true }).click()
  await page.getByRole('menuitem', { name: item }).click()
}

/** A control above the list that narrows it; columns have names like theirs. */
export function filter(page: Page, name: RegExp | string) {
  return page.getByRole('group', { name: 'Filters' }).getByRole('button', { name })
}
