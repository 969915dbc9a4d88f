import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, openSecondBrowser, test } from './support/dashboard.ts'
import { expectNoViolations } from './support/violations.ts'

test('an image’s history says who changed what, newest first, ten at a time', async ({
  dashboard: page,
  person,
  cloud,
}) => {
  const image = await person.createActive({ name: 'remembered', visibility: 'shared', hw_disk_bus: 'ide' })
  const friend = await cloud.newPerson()
  await person.patch(image.id, [{ op: 'replace', path: '/hw_disk_bus', value: 'virtio' }])
  await person.addMember(image.id, friend.projectId)
  await cloud.admin.patch(image.id, [{ op: 'replace', path: '/visibility', value: 'community' }])
  await page.goto(`/images/${image.id}`)
  const history = page.getByRole('region', { name: 'History' })
  const events = history.getByRole('listitem').filter({ has: page.locator('time') })
  await expect(events).toHaveCount(5)
  await expect(events).toContainText([
    /Made community.*from outside this project/,
    `Shared with ${friend.projectName}`,
    /Edited.*property hw_disk_bus: ide/,
    'Data uploaded',
    'Created',
  ])
  await expect(events.nth(2)).toContainText('virtio')
  await expect(events.nth(2).getByTitle(/^User /)).toHaveText(person.name)
  await expect(events.nth(2).locator('time')).toHaveAttribute('title', /20\d\d/)

  for (let step = 1; step <= 6; step++) {
    await person.patch(image.id, [{ op: 'replace', path: '/name', value: `name ${step}` }])
  }
  // The page hears of it by itself.
  await expect(events.first()).toContainText('name 6')
  await expect(events).toHaveCount(10)
  await history.getByRole('button', { name: 'Show more' }).click()
  await expect(events).toHaveCount(11)
  await expect(events.last()).toContainText('Created')

  const stranger = await openSecondBrowser(page, friend)
  await stranger.goto(`/images/${image.id}`)
  await expect(stranger.getByRole('heading', { name: 'Checksums' })).toBeVisible()
  await expect(stranger.getByRole('region', { name: 'History' })).toHaveCount(0)
  await stranger.context().close()
})

test('an administrator filters the audit, and exports what was found', async ({
  dashboard: page,
  person,
  cloud,
}) => {
  const image = await person.createActive({ name: 'watched' })
  await person.act(image.id, 'deactivate')
  await page.goto('/admin/audit')
  await expect(page.getByRole('heading', { name: 'Only for administrators' })).toBeVisible()

  const admin = await openSecondBrowser(page, cloud.admin)
  await admin.goto(`/admin/audit?image_id=${image.id}`)
  const events = admin.getByRole('list', { name: 'Events, newest first' }).locator('> li')
  await expect(events.first()).toContainText('image.deactivate')
  await expect(events.last()).toContainText('image.create')
  await expectNoViolations(admin)
  await admin.getByRole('combobox', { name: 'Type' }).click()
  await admin.getByRole('option', { name: 'image.deactivate', exact: true }).click()
  await expect(events).toHaveCount(1)
  await expect(admin).toHaveURL(/type=image\.deactivate/)
  await expect(events).toContainText(person.projectName)
  await expect(events.getByTitle(/^Show only this user’s deeds: \w+$/)).toHaveText(person.name)

  const csv = await admin.request.get(
    (await admin.getByRole('link', { name: 'Export CSV' }).getAttribute('href')) ?? '',
  )
  const lines = (await csv.text()).trim().split('\r\n')
  expect(lines).toHaveLength(2)
  expect(lines[1]).toContain('image.deactivate')
  const json = await admin.request.get(
    (await admin.getByRole('link', { name: 'Export JSON' }).getAttribute('href')) ?? '',
  )
  expect(await json.json()).toMatchObject([{ type: 'image.deactivate', image_id: image.id }])

  await admin.getByLabel('Until (UTC)').fill('2001-01-01T00:00')
  await admin.getByRole('button', { name: 'Apply' }).click()
  await expect(admin.getByRole('heading', { name: 'No such events' })).toBeVisible()
  await admin.goBack()
  await expect(events).toHaveCount(1)
  await expect(admin.getByLabel('Until (UTC)')).toHaveValue('')

  await admin.goto(`/images/${image.id}`)
  const history = admin.getByRole('region', { name: 'History' })
  await expect(history.getByTitle(/^User \w+ in the project/).first()).toHaveText(person.name)
  await admin.context().close()
})

test('a webhook is added, says why nothing arrives, sends dead letters again, and goes', async ({
  page,
  person,
  cloud,
  server,
}) => {
  const name = `hook ${person.projectName}`
  await page.goto('/login')
  const admin = await openSecondBrowser(page, cloud.admin)
  await admin.goto('/admin/webhooks')
  await admin.getByRole('button', { name: 'Add webhook' }).click()
  const dialog = admin.getByRole('dialog', { name: 'Add a webhook' })
  await dialog.getByLabel('Name', { exact: true }).fill(name)
  await expect(dialog.getByLabel('Secret', { exact: true })).toHaveValue(/^[0-9a-f]{64}$/)
  await dialog.getByLabel('Everything about images').check()
  await expectNoViolations(admin)
  await dialog.getByLabel('Address').fill('http://127.0.0.1/hook')
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(dialog.getByRole('alert')).toContainText('not allowed here')
  await dialog.getByLabel('Address').fill('https://hooks.example.invalid/vitrine')
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  await expect(dialog).toBeHidden()
  const row = admin.getByRole('list', { name: 'Webhooks' }).getByRole('listitem').filter({ hasText: name })
  await expect(row).toContainText('Everything about images')

  await person.createImage({ name: 'told in vain' })
  await expect(row).toContainText('Last try failed', { timeout: 60_000 })
  await giveUp(server.dataDir)
  const deadLetters = row.getByRole('button', { name: 'Dead letters' })
  await deadLetters.click({ timeout: 60_000 })
  const letters = admin.getByRole('dialog', { name: `Dead letters of ${name}` })
  await expect(letters.getByRole('list', { name: 'Dead letters' })).toContainText('image.create')
  await expectNoViolations(admin)
  await letters
    .getByRole('button', { name: /^Send again: event \d+$/ })
    .first()
    .click()
  await expect(letters.getByText('No dead letters are left.')).toBeVisible()
  await letters.getByRole('button', { name: 'Close' }).last().click()

  const onSwitch = row.getByRole('switch', { name: `Send events to ${name}` })
  await onSwitch.click()
  await expect(row.getByText('Switched off')).toBeVisible()
  await expect(onSwitch).not.toBeChecked()
  await row.getByRole('button', { name: `Delete ${name}` }).click()
  await admin.getByRole('alertdialog').getByRole('button', { name: 'Delete webhook' }).click()
  await expect(row).toHaveCount(0)
  await admin.context().close()
})

/** As if the forty minutes were over in which deliveries are tried. */
async function giveUp(dataDir: string): Promise<void> {
  const database = new Database(join(dataDir, 'vitrine.db'), { timeout: 30_000 })
  database.prepare(`UPDATE webhook_deliveries SET state = 'dead', attempts = 12`).run()
  database.close()
}
