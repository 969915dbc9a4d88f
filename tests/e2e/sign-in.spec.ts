import type { Page } from '@playwright/test'
import { expect, test } from './support/dashboard.ts'

async function fillForm(page: Page, name: string, password: string): Promise<void> {
  await page.getByLabel('User name').fill(name)
  await page.getByRole('textbox', { name: 'Password' }).fill(password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

test('leads to the page that was asked for', async ({ page, person }) => {
  await page.goto('/images?q=debian&status=active')
  await expect(page).toHaveURL(/\/login\?to=/)
  await fillForm(page, person.name, person.password)
  await expect(page).toHaveURL('/images?q=debian&status=active')
  await expect(page.getByRole('heading', { name: 'Images', level: 1 })).toBeVisible()
})

test('says in words that the password is wrong, and lets one try again', async ({ page, person }) => {
  await page.goto('/login')
  await fillForm(page, person.name, 'not the password')
  await expect(page.getByRole('alert').filter({ hasText: /password|wrong/i })).toBeVisible()
  await expect(page.getByRole('textbox', { name: 'Password' })).toHaveValue('')
  await fillForm(page, person.name, person.password)
  await expect(page).toHaveURL('/images')
})

test('asks for what is missing before it asks the service', async ({ page }) => {
  await page.goto('/login')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByText('Enter your user name and your password.')).toBeVisible()
})

test('refuses an unknown domain in the same words as a wrong password', async ({ page, person }) => {
  await page.goto('/login')
  await page.getByRole('button', { name: /another domain/ }).click()
  await page.getByLabel('Domain').fill('nowhere')
  await fillForm(page, person.name, person.password)
  await expect(page.getByRole('alert').filter({ hasText: /./ }).first()).toBeVisible()
  await expect(page).toHaveURL(/\/login/)
})

test('never leads to another site', async ({ page, person }) => {
  await page.goto('/login?to=//evil.example/images')
  await fillForm(page, person.name, person.password)
  await expect(page).toHaveURL('/images')
})

test('ends with signing out, and the page behind it is closed', async ({ dashboard: page, person }) => {
  await page.goto('/images')
  await page.getByRole('button', { name: new RegExp(`^${person.name}`) }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(page).toHaveURL('/login')
  await page.goto('/images')
  await expect(page).toHaveURL(/\/login\?to=/)
})

test('when it runs out, one signs in again in place and loses nothing', async ({
  dashboard: page,
  person,
}) => {
  await person.createImage({ name: 'kept' })
  await page.goto('/images')
  await expect(page.getByRole('link', { name: 'kept' })).toBeVisible()
  await page.context().clearCookies()
  await page.getByLabel(/Search images/).fill('kept')
  const dialog = page.getByRole('alertdialog', { name: 'Your sign-in has run out' })
  await expect(dialog).toBeVisible()
  await dialog.getByRole('textbox', { name: 'Password' }).fill(person.password)
  await dialog.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('link', { name: 'kept' })).toBeVisible()
  await expect(page).toHaveURL('/images?q=kept')
})
