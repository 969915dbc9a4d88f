import { expect, filter, rowOf, test } from './support/dashboard.ts'
import { expectNoViolations } from './support/violations.ts'

for (const theme of ['light', 'dark'] as const) {
  test.describe(`in the ${theme} theme, axe finds nothing`, () => {
    test.use({ colorScheme: theme, reducedMotion: 'reduce' })

    test('on the sign-in page, also with an error', async ({ page }) => {
      await page.goto('/login')
      await expectNoViolations(page)
      await page.getByRole('button', { name: /another domain/ }).click()
      await page.getByRole('button', { name: 'Sign in', exact: true }).click()
      await expect(page.getByText('Enter your user name')).toBeVisible()
      await expectNoViolations(page)
    })

    test('on the list: empty, filled, selected, with its menus and dialogs', async ({
      dashboard: page,
      person,
    }) => {
      await page.goto('/images')
      await expect(page.getByRole('heading', { name: 'No images yet' })).toBeVisible()
      await expectNoViolations(page)
      await person.createActive({ name: 'one', protected: true, tags: ['lts'] })
      await person.createImage({ name: 'two', os_hidden: false })
      await page.goto('/images?status=active&status=queued')
      await expect(rowOf(page, 'two')).toBeVisible()
      await expectNoViolations(page)

      await filter(page, /^Status/).click()
      await expect(page.getByRole('menu')).toBeVisible()
      await expectNoViolations(page)
      await page.keyboard.press('Escape')
      await filter(page, /^Tags/).click()
      await expect(page.getByRole('dialog', { name: 'Tags' })).toBeVisible()
      await expectNoViolations(page)
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'Actions for one' }).click()
      await expect(page.getByRole('menu')).toBeVisible()
      await expectNoViolations(page)
      await page.keyboard.press('Escape')

      await page.getByLabel('Select all images that are loaded').check()
      await expectNoViolations(page)
      await page.getByRole('button', { name: 'Delete…' }).click()
      await expect(page.getByRole('alertdialog')).toBeVisible()
      await expectNoViolations(page)
    })

    test('on an image’s page and in its dialogs', async ({ dashboard: page, person }) => {
      const image = await person.createActive({
        name: 'known',
        visibility: 'shared',
        tags: ['lts'],
        hw_disk_bus: 'virtio',
      })
      await person.addMember(image.id, '0123456789abcdef0123456789abcdef')
      await page.goto(`/images/${image.id}`)
      await expect(page.getByText('Not answered')).toBeVisible()
      await expectNoViolations(page)
      await page.getByRole('button', { name: 'Edit' }).click()
      const dialog = page.getByRole('dialog', { name: 'Edit image' })
      await expect(dialog.getByLabel('Name', { exact: true })).toBeVisible()
      await expectNoViolations(page)
      await dialog.getByRole('button', { name: 'Properties…' }).click()
      await expect(page.getByLabel('Disk bus', { exact: true })).toBeVisible()
      await expectNoViolations(page)
      await page.keyboard.press('Escape')
      await expect(page.getByLabel('Disk bus', { exact: true })).toBeHidden()
      await page.keyboard.press('Escape')
      await expect(dialog).toBeHidden()
      await page.getByRole('button', { name: 'More actions' }).click()
      await expect(page.getByRole('menu')).toBeVisible()
      await expectNoViolations(page)
    })

    test('in the command menu, the help, and on pages that are not there', async ({ dashboard: page }) => {
      await page.goto('/images')
      await expect(page.getByRole('heading', { name: 'No images yet' })).toBeVisible()
      await page.keyboard.press('Control+k')
      await expect(page.getByPlaceholder(/Find an image/)).toBeVisible()
      await expectNoViolations(page)
      await page.keyboard.press('Escape')
      await page.keyboard.press('?')
      await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible()
      await expectNoViolations(page)
      await page.goto('/images/00000000-0000-4000-8000-000000000000')
      await expect(page.getByRole('heading', { name: 'There is no such image' })).toBeVisible()
      await expectNoViolations(page)
      await page.goto('/no/such/page')
      await expectNoViolations(page)
    })
  })
}
