import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

/** Axe finds nothing on the page as it stands. */
export async function expectNoViolations(page: Page): Promise<void> {
  await isStill(page)
  // The guards at the ends of a pop-up pass the focus on at once; nobody ever stays on one.
  const everything = builder(page).exclude('[data-base-ui-focus-guard]').disableRules('region')
  // A menu hangs at the end of the page, so that nothing cuts it off; it belongs to its button, not to a landmark.
  const landmarks = builder(page).exclude('[role="menu"]').withRules('region')
  await expectNone([everything, landmarks])
}

/** The same of both themes: they differ in nothing but colours, so names and roles are looked at once. */
export async function expectCleanInBothThemes(page: Page): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light' })
  await expectNoViolations(page)
  await page.emulateMedia({ colorScheme: 'dark' })
  await isStill(page)
  await expectNone([builder(page).withRules('color-contrast')])
}

/** Half-way through a fade, colours are paler than they are. A spinner, though, never ends. */
async function isStill(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .every(
        ({ effect, playState }) =>
          playState !== 'running' || effect?.getComputedTiming().endTime === Number.POSITIVE_INFINITY,
      ),
  )
}

/** The pages have no frames of other sites, so no second page is needed to put the results together. */
const builder = (page: Page) => new AxeBuilder({ page }).setLegacyMode()

async function expectNone(builders: readonly AxeBuilder[]): Promise<void> {
  const violations = []
  for (const each of builders) violations.push(...(await each.analyze()).violations)
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join('\n')}`)).toEqual([])
}
