import type { Page } from '@playwright/test'
import { expect, rowOf, test } from './support/dashboard.ts'

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })

async function expectNoSideways(page: Page): Promise<void> {
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect(overflow).toBe(0)
}

test('a phone shows the same pages without scrolling sideways', async ({ dashboard: page, person }) => {
  const image = await person.createActive({
    name: 'n'.repeat(200),
    tags: ['t'.repeat(100)],
    hw_disk_bus: 'v'.repeat(300),
  })
  await page.goto('/images')
  await expect(rowOf(page, 'n'.repeat(200))).toContainText('Active')
  await expectNoSideways(page)
  await page.goto(`/images/${image.id}`)
  await expect(page.getByText('hw_disk_bus')).toBeVisible()
  await expectNoSideways(page)
  await page.getByRole('button', { name: 'Edit' }).click()
  await expect(
    page.getByRole('dialog', { name: 'Edit image' }).getByLabel('Name', { exact: true }),
  ).toBeVisible()
  await expectNoSideways(page)
})

test('a phone has the sidebar in a drawer', async ({ dashboard: page, person }) => {
  await page.goto('/images')
  await page.getByRole('button', { name: 'Menu', exact: true }).click()
  const drawer = page.getByRole('dialog', { name: 'Menu' })
  await expect(
    drawer.getByRole('button', { name: new RegExp(`^Project: ${person.projectName}`) }),
  ).toBeVisible()
  await drawer.getByRole('button', { name: /Find or do/ }).click()
  await expect(page.getByPlaceholder(/Find an image/)).toBeFocused()
})

test('every control of the list is large enough for a finger', async ({ dashboard: page, person }) => {
  await person.createImage({ name: 'touchable' })
  await page.goto('/images')
  await expect(rowOf(page, 'touchable')).toBeVisible()
  const small = await page.locator('button:visible, select:visible').evaluateAll((controls) =>
    controls
      .map((control) => ({
        name: control.getAttribute('aria-label') ?? control.textContent,
        box: control.getBoundingClientRect(),
      }))
      .filter(({ box }) => box.width < 24 || box.height < 24)
      .map(({ name }) => name),
  )
  expect(small).toEqual([])
})
