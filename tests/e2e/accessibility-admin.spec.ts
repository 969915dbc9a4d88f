import type { Page } from '@playwright/test'
import { expect, openSecondBrowser, test } from './support/dashboard.ts'
import { expectNoViolations } from './support/violations.ts'

test.describe.configure({ mode: 'parallel' })
test.use({ settings: { VITRINE_USE_KEYSTONE_LIMITS: 'true' } })

/** Each page with the button that opens its dialog, where it has one. */
const PAGES: readonly (readonly [path: string, button?: RegExp])[] = [
  ['/admin/projects', /^Create project$/],
  ['/admin/users', /^Create user$/],
  ['/admin/quotas', /^Limits of /],
  ['/admin/tasks'],
  ['/admin/stores', /^Make read-only: /],
  ['/admin/cache'],
  ['/admin/policies'],
  ['/admin/audit'],
  ['/admin/webhooks', /^Add webhook$/],
  ['/metadefs', /^Import…$/],
  ['/metadefs/new'],
  ['/metadefs/namespace?name=OS%3A%3ACompute%3A%3AWatchdog', /^History$/],
  ['/shares'],
  ['/families'],
  ['/deleted'],
]
/** What stands in the menu of a row and opens a dialog. */
const MENUS: readonly (readonly [path: string, row: RegExp, item: RegExp])[] = [
  ['/admin/projects', /^Actions for admin$/, /^Members…$/],
  ['/admin/users', /^Actions for user-/, /^Reset password…$/],
]

for (const theme of ['light', 'dark'] as const) {
  test(`in the ${theme} theme, axe finds nothing on the pages of administrators and in their dialogs`, async ({
    dashboard: page,

    cloud,
  }) => {
    test.setTimeout(180_000)
    await page.goto('/images')
    const admin = await openSecondBrowser(page, cloud.admin)
    await admin.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
    for (const [path, button] of PAGES) {
      await test.step(path, async () => {
        await admin.goto(path)
        await isThere(admin)
        await expectNoViolations(admin)
        if (button === undefined) return
        await admin
          .getByRole('button', { name: button })
          .and(admin.locator(':not([aria-disabled])'))
          .first()
          .click({ timeout: 15_000 })
        await isOpen(admin)
        await expectNoViolations(admin)
      })
    }
    for (const [path, row, item] of MENUS) {
      await test.step(`${path} ${item}`, async () => {
        await admin.goto(path)
        await admin.getByRole('button', { name: row }).first().click({ timeout: 15_000 })
        await admin.getByRole('menuitem', { name: item }).click({ timeout: 15_000 })
        await isOpen(admin)
        await expectNoViolations(admin)
      })
    }
    await admin.context().close()
  })
}

/** The page has said what it is, and nothing of it is on its way any more. */
async function isThere(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page.locator('[aria-busy="true"], .animate-pulse')).toHaveCount(0)
}

async function isOpen(page: Page): Promise<void> {
  await expect(page.locator('[role="dialog"], [role="alertdialog"]').first()).toBeVisible()
}
