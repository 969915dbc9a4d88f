import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { beginAndHold, choose, dock, expect, isActive, rowOf, test, withoutHandles } from './upload-world.ts'

const MIB = 1024 ** 2

test.beforeEach(({ page }) => withoutHandles(page))

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1440, 390]) {
    test(`the dialog and the dock are free of faults of access, ${colorScheme}, ${width} wide`, async ({
      dashboard,
      disks,
      network,
    }) => {
      await dashboard.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await dashboard.setViewportSize({ width, height: 900 })
      const several = await choose(dashboard, disks.debian, disks.dependent, disks.packed)
      await several.getByRole('button', { name: /^Cannot be sent child/ }).click()
      await several.getByText('Description, system, requirements').click()
      await isAccessible(dashboard)
      await several.getByRole('button', { name: 'Cancel', exact: true }).click()

      const row = await beginAndHold(dashboard, network, disks.debian, 12 * MIB)
      await isAccessible(dashboard)
      network.cut()
      await expect(row).toContainText('Waiting for the network')
      await isAccessible(dashboard)
      network.heal()
      network.release()
      await isActive(rowOf(dashboard, disks.debian))
      await isAccessible(dashboard)
      await dock(dashboard).getByRole('button', { name: 'Collapse uploads' }).click()
      await expect(rowOf(dashboard, disks.debian)).toBeHidden()
      await isAccessible(dashboard)
    })
  }
}

/** The sidebar is the shell's, and looked at with it. */
async function isAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).exclude('aside').analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)).toEqual([])
}
