import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Locator } from '@playwright/test'
import { expect, openSecondBrowser, test } from './support/dashboard.ts'
import { expectNoViolations } from './support/violations.ts'

/** Labels of fields that may stay empty say so. */
const field = (place: Locator, name: string) => place.getByLabel(new RegExp(`^${name}(optional)?$`))

test('an administrator makes a namespace by hand, sees its form, changes it, and brings an old version back', async ({
  dashboard: person,
  cloud,
}) => {
  await person.goto('/images')
  await expect(person.getByRole('link', { name: 'Metadata definitions' })).toHaveCount(0)
  const page = await openSecondBrowser(person, cloud.admin)
  const name = `Site::${randomUUID().slice(0, 8)}`
  await page.goto('/metadefs')
  await expect(page.getByRole('table', { name: 'Namespaces' })).toBeVisible()
  await expectNoViolations(page)
  await page.getByRole('link', { name: 'New namespace' }).click()

  const main = page.getByRole('main')
  await expect(main.getByText('It cannot be saved like this')).toBeVisible()
  await field(main, 'Namespace').fill(name)
  await field(main, 'Name for people').fill('Hand-made')
  await field(main, 'Prefix of resource type 1').fill('made_')
  await field(main, 'Tags').fill('robot,')
  await main.getByRole('tab', { name: /^Properties/ }).click()
  await main.getByRole('button', { name: 'Add property' }).click()
  const properties = main.getByRole('tabpanel', { name: /^Properties/ })
  await field(properties, 'Name').fill('arms')
  await field(properties, 'Title').fill('Arms')
  await field(properties, 'Type').click()
  await page.getByRole('option', { name: 'Whole number' }).click()
  await field(properties, 'Least').fill('1')
  await field(properties, 'Default').fill('0')
  await expect(properties.getByText('The default must be at least 1.')).toBeVisible()
  await field(properties, 'Default').fill('2')
  await expect(properties.getByText('The default must be at least 1.')).toBeHidden()
  const preview = page.getByRole('region', { name: 'Preview' })
  await expect(preview.getByText('made_arms')).toBeVisible()
  await field(preview, 'Arms').fill('0')
  await expect(field(preview, 'Arms')).toHaveAccessibleDescription(/Must be at least 1/)

  await main.getByRole('tab', { name: /^Objects/ }).click()
  const objects = main.getByRole('tabpanel', { name: /^Objects/ })
  await objects.getByRole('button', { name: 'Add object' }).click()
  await field(objects, 'Object name').fill('Engine')
  await objects.getByRole('button', { name: 'Add property' }).click()
  await field(objects, 'Name').fill('fuel')
  await field(objects, 'Title').fill('Fuel')
  await field(objects, 'Choices').fill('coal\nwind')
  await expect(preview.getByText('made_fuel')).toBeVisible()
  await expectNoViolations(page)
  await main.getByRole('button', { name: 'Create namespace' }).click()
  await expect(main.getByRole('button', { name: 'History' })).toBeVisible()

  await field(main, 'What it is about').fill('Second thoughts')
  await main.getByRole('tab', { name: 'Changes (1)' }).click()
  await expect(main.getByRole('list', { name: 'Changes' })).toContainText('Second thoughts')
  await main.getByRole('button', { name: 'Save namespace' }).click()
  await expect(main.getByRole('tab', { name: 'Changes', exact: true })).toBeVisible()
  await main.getByRole('button', { name: 'History' }).click()
  await page.getByRole('button', { name: 'Restore version 1' }).click()
  await expect(main.getByRole('tab', { name: 'Changes (1)' })).toHaveAttribute('aria-selected', 'true')
  await main.getByRole('button', { name: 'Save namespace' }).click()
  await expect(main.getByRole('tab', { name: 'Changes', exact: true })).toBeVisible()
  await expect(field(main, 'What it is about')).toHaveValue('')

  const downloading = page.waitForEvent('download')
  await main.getByRole('button', { name: 'Export' }).click()
  const file: unknown = JSON.parse(await readFile(await (await downloading).path(), 'utf8'))
  expect(file).toEqual({
    ...{ namespace: name, display_name: 'Hand-made', visibility: 'public', protected: false },
    resource_type_associations: [{ name: 'OS::Glance::Image', prefix: 'made_' }],
    properties: { arms: { title: 'Arms', type: 'integer', minimum: 1, default: 2 } },
    objects: [
      {
        ...{ name: 'Engine', required: [] },
        properties: { fuel: { title: 'Fuel', type: 'string', enum: ['coal', 'wind'] } },
      },
    ],
    tags: [{ name: 'robot' }],
  })

  await main.getByRole('link', { name: 'Copy' }).click()
  await expect(field(main, 'Namespace')).toHaveValue(`${name}::Copy`)
  await main.getByRole('button', { name: 'Create namespace' }).click()
  await main.getByRole('button', { name: 'Delete' }).click()
  await page.getByRole('button', { name: 'Delete namespace' }).click()
  await expect(page.getByRole('table', { name: 'Namespaces' }).getByText(name, { exact: true })).toBeVisible()
  await expect(page.getByRole('table', { name: 'Namespaces' }).getByText(`${name}::Copy`)).toHaveCount(0)
})

test('an imported file is compared with what is there before it takes its place', async ({
  dashboard: person,
  cloud,
}) => {
  const name = `Site::${randomUUID().slice(0, 8)}`
  await cloud.defineNamespace({ namespace: name, description: 'Of the database' })
  await person.goto('/images')
  const page = await openSecondBrowser(person, cloud.admin)
  await page.goto('/metadefs')
  await page.getByRole('button', { name: 'Import…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Import a namespace' })
  const content = field(dialog, 'Content')
  await content.fill('{"namespace": ""}')
  await expect(content).toHaveAccessibleDescription(/namespace: must not be empty/)
  await content.fill(
    JSON.stringify({ namespace: name, visibility: 'public', description: 'Of the <b>file</b>' }),
  )
  await expect(dialog.getByRole('list', { name: 'Changes' })).toContainText(
    'Of the databaseAfter: Of the <b>file</b>',
  )
  await expectNoViolations(page)
  await dialog.getByRole('button', { name: 'Replace namespace' }).click()
  await expect(page.getByRole('main').getByLabel('What it is about')).toHaveValue('Of the <b>file</b>')
})

test('two administrators change one namespace, and neither loses anything', async ({
  dashboard: person,
  cloud,
}) => {
  const name = `new/../${randomUUID().slice(0, 8)} 50%?#&`
  const arms = { title: 'Arms', type: 'integer' }
  await cloud.defineNamespace({ namespace: name, properties: { arms } })
  await person.goto('/images')
  const page = await openSecondBrowser(person, cloud.admin)
  await page.goto('/metadefs')
  await page.getByRole('link', { name, exact: true }).click()
  const main = page.getByRole('main')
  await field(main, 'What it is about').fill('Mine')
  const path = `/v2/metadefs/namespaces/${encodeURIComponent(name)}?vitrine_tree=true`
  const theirs = { namespace: name, description: 'Theirs', properties: { arms, legs: arms } }
  await page.evaluate(
    async ([to = '', body = '']) => {
      const headers = { 'Content-Type': 'application/json' }
      const answer = await fetch(to, { method: 'PUT', headers, body })
      if (!answer.ok) throw new Error(await answer.text())
    },
    [path, JSON.stringify(theirs)],
  )
  await main.getByRole('button', { name: 'Save namespace' }).click()
  await expect(main.getByText('Somebody changed this namespace meanwhile')).toBeVisible()
  await expectNoViolations(page)
  await main.getByRole('button', { name: 'Keep my changes' }).click()
  const changes = main.getByRole('list', { name: 'Changes' })
  await expect(changes.getByRole('listitem')).toHaveText(['descriptionBefore: TheirsAfter: Mine'])
  await expect(main.getByRole('tab', { name: 'Properties (2)' })).toBeVisible()
  await main.getByRole('button', { name: 'Save namespace' }).click()
  await expect(main.getByRole('tab', { name: 'Changes', exact: true })).toBeVisible()
  await main.getByRole('button', { name: 'History' }).click()
  await expect(page.getByRole('dialog', { name: 'History' }).getByText('Version 3')).toBeVisible()
})

test('what an administrator translates, people read in the language of their browser', async ({
  dashboard: person,
  cloud,
  person: { createImage },
}) => {
  const mark = `t${randomUUID().slice(0, 8)}`
  await cloud.defineNamespace({
    ...{ namespace: `Site::${mark}`, display_name: `Robots ${mark}` },
    resource_type_associations: [{ name: 'OS::Glance::Image', prefix: `${mark}_` }],
    properties: { arms: { title: 'Arms', type: 'integer', description: 'How many' } },
  })
  await person.goto('/images')
  const page = await openSecondBrowser(person, cloud.admin)
  await page.goto('/metadefs')
  await page.getByRole('link', { name: `Robots ${mark}` }).click()
  const main = page.getByRole('main')
  await main.getByRole('tab', { name: 'Translations' }).click()
  await main.getByLabel('New language').fill('de')
  await main.getByRole('button', { name: 'Add language' }).click()
  await main.getByLabel('Title of arms', { exact: true }).fill('Arme')
  await expect(main.getByText('1 of 3 texts are translated.')).toBeVisible()
  await expect(page.getByRole('region', { name: 'Preview' }).getByLabel('Arme')).toBeVisible()
  await expectNoViolations(page)
  await main.getByRole('button', { name: 'Save namespace' }).click()
  await expect(main.getByRole('tab', { name: 'Changes', exact: true })).toBeVisible()

  const { id } = await createImage()
  await person.addInitScript(() => {
    Object.defineProperty(navigator, 'languages', { get: () => ['de-AT', 'en'] })
  })
  await person.goto(`/images/${id}`)
  await person.getByRole('button', { name: 'Change properties' }).click()
  const dialog = person.getByRole('dialog', { name: 'Properties' })
  // What it was called first finds it, too.
  await dialog.getByRole('searchbox').fill(`${mark} arms`)
  await dialog.getByRole('button', { name: /^Arme/ }).click()
  await expect(dialog.getByLabel('Arme', { exact: true })).toHaveAccessibleDescription(/How many/)
})
