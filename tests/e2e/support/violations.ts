import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

/** Axe finds nothing on the page as it stands. */
export async function expectNoViolations(page: Page): Promise<void> {
  // Half-way through a fade, colours are paler than they are. A spinner, though, never ends.
  await page.waitForFunction(() =>
    document
      .getAnimations()
      .every(
        ({ effect, playState }) =>
          playState !== 'running' || effect?.getComputedTiming().endTime === Number.POSITIVE_INFINITY,
      ),
  )
  // The guards at the ends of a pop-up pass the focus on at once; nobody ever stays on one.
  const everything = new AxeBuilder({ page }).exclude('[data-base-ui-focus-guard]').disableRules('region')
  // A menu hangs at the end of the page, so that nothing cuts it off; it belongs to its button, not to a landmark.
  const landmarks = new AxeBuilder({ page }).exclude('[role="menu"]').withRules('region')
  const results = [await everything.analyze(), await landmarks.analyze()]
  const violations = results.flatMap((result) => result.violations)
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join('\n')}`)).toEqual([])
}
