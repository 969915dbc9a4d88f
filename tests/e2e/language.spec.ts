import type { Page } from '@playwright/test'
import { expect, rowOf, test } from './support/dashboard.ts'
import { expectNoViolations } from './support/violations.ts'

/** English from right to left, as no language menu offers it. */
const MIRRORED = 'en-XB'

async function speak(page: Page, baseURL: string, language: string): Promise<void> {
  await page.context().addCookies([{ name: 'vitrine-language', value: language, url: baseURL }])
}

async function expectNoSideways(page: Page): Promise<void> {
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect(overflow).toBe(0)
}

test('another language is chosen with the keyboard, while what is being done goes on', async ({
  dashboard: page,
  person,
}) => {
  await person.createActive({ name: 'Insel', protected: true })
  await page.goto('/images')
  await rowOf(page, 'Insel').getByRole('checkbox').check()
  await page.evaluate(() => Object.assign(window, { isTheSamePage: true }))

  await page.getByRole('button', { name: /theme, language/ }).focus()
  await page.keyboard.press('Enter')
  const german = page.getByRole('menuitemradio', { name: 'Deutsch' })
  await expect(german).toBeVisible()
  for (let steps = 0; steps < 12 && !(await isFocused()); steps += 1) await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')

  await expect(page.getByRole('heading', { name: 'Abbilder', exact: true })).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('lang', 'de')
  await expect(rowOf(page, 'Insel').getByRole('checkbox')).toBeChecked()
  expect(await page.evaluate(() => 'isTheSamePage' in window)).toBe(true)
  await expect(page.getByRole('button', { name: 'Aktionen für Insel', exact: true })).toBeVisible()

  await page.reload()
  await expect(page.getByRole('heading', { name: 'Abbilder', exact: true })).toBeVisible()

  async function isFocused(): Promise<boolean> {
    return german.evaluate((item) => item === document.activeElement)
  }
})

test('says in German why something cannot be done, also what the service says', async ({
  dashboard: page,
  person,
  baseURL,
}) => {
  await speak(page, baseURL ?? '', 'de')
  const image = await person.createActive({ name: 'Tresor', protected: true })
  await page.goto(`/images/${image.id}`)
  await page.getByRole('button', { name: 'Weitere Aktionen' }).click()
  await expect(page.getByRole('menuitem', { name: /Löschen/ })).toContainText(
    'Heben Sie zuerst den Schutz auf',
  )
  await page.keyboard.press('Escape')

  await page.goto('/images/00000000-0000-4000-8000-000000000000')
  await expect(page.getByRole('heading', { name: 'Dieses Abbild gibt es nicht' })).toBeVisible()
})

test('no text stays English on the German pages', async ({ dashboard: page, person, baseURL }) => {
  await speak(page, baseURL ?? '', 'de')
  const image = await person.createActive({ name: 'Beispiel', hw_disk_bus: 'virtio' })
  for (const path of [
    '/images',
    `/images/${image.id}`,
    '/shares',
    '/deleted',
    '/tasks',
    '/families',
    '/login',
  ]) {
    await page.goto(path)
    await expect(page.getByRole('heading').first()).toBeVisible()
    await expect(page.locator('[lang="en"]:not(:has-text("English"))')).toHaveCount(0)
    await expectNoViolations(page)
    // Commands are the same in every language.
    await page.evaluate(() => {
      for (const command of document.querySelectorAll('code, pre')) command.remove()
    })
    await expect(page.locator('body'), path).not.toContainText(/\b(the|and|images?|your|not yet|of)\b/i, {
      useInnerText: true,
    })
  }
})

for (const [width, height] of [
  [1360, 900],
  [390, 844],
] as const) {
  test(`everything stands the other way round where people read so, ${width} wide`, async ({
    dashboard: page,
    person,
    baseURL,
  }) => {
    await page.setViewportSize({ width, height })
    await speak(page, baseURL ?? '', MIRRORED)
    const image = await person.createActive({ name: 'mirrored', tags: ['lts'], hw_disk_bus: 'virtio' })
    for (const path of ['/images', `/images/${image.id}`, '/shares', '/tasks', '/families']) {
      await page.goto(path)
      await expect(page.locator('html')).toHaveAttribute('dir', 'rtl')
      await expect(page.getByRole('heading').first()).toBeVisible()
      await expectNoSideways(page)
      await expectNoViolations(page)
    }
    await page.goto('/images')
    const heading = await page.getByRole('heading', { name: 'Images', exact: true }).boundingBox()
    // The heading begins at the right; where there is a sidebar, left of it.
    expect((heading?.x ?? 0) + (heading?.width ?? 0)).toBeGreaterThan(width / 2)
    if (width < 1000) return
    const sidebar = await page.getByRole('navigation').first().boundingBox()
    expect(sidebar?.x ?? 0).toBeGreaterThan(heading?.x ?? 0)

    await page.getByRole('button', { name: 'Actions for mirrored' }).click()
    const menu = await page.getByRole('menu').boundingBox()
    expect(menu?.x ?? -1).toBeGreaterThanOrEqual(0)
  })
}
