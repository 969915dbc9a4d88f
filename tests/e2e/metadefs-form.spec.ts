import { randomUUID } from 'node:crypto'
import type { Locator, Page } from '@playwright/test'
import type { Cloud } from './support/cloud.ts'
import { expect, namesIn, test } from './support/dashboard.ts'
import { expectNoViolations } from './support/violations.ts'

/** A namespace of the test's own, with a property for each kind of control; its keys begin with the prefix. */
async function defineRobots(cloud: Cloud): Promise<string> {
  const mark = `t${randomUUID().slice(0, 8)}`
  await cloud.defineNamespace({
    namespace: `Robots::${mark}`,
    display_name: `Robots ${mark}`,
    description: 'Everything about <img src=x onerror="document.title=1"> machines',
    resource_type_associations: [{ name: 'OS::Glance::Image', prefix: `${mark}_` }],
    properties: {
      serial: {
        title: 'Serial',
        type: 'string',
        pattern: '^[A-Z]{2}[0-9]+$',
        description: 'On the <b>back</b>',
      },
      arms: { title: 'Arms', type: 'integer', minimum: 1, maximum: 8, default: 2 },
      clever: { title: 'Clever', type: 'boolean' },
      polite: { title: 'Polite', type: 'string', enum: ['no', 'yes'] },
      colour: { title: 'Colour', type: 'string', enum: ['red', 'green', 'blue'] },
      model: {
        title: 'Model',
        type: 'string',
        enum: Array.from({ length: 144 }, (_, index) => `model-${index}`),
      },
      senses: {
        title: 'Senses',
        type: 'array',
        operators: ['<all-in>', '<or>'],
        items: { enum: ['see', 'hear'] },
      },
      words: { title: 'Words', type: 'array' },
      notes: { title: 'Notes', type: 'string' },
      maker: { title: 'Maker', type: 'string', readonly: true },
    },
    objects: [
      {
        name: 'Engine',
        required: ['power'],
        properties: { power: { title: 'Power', type: 'integer' }, fuel: { title: 'Fuel', type: 'string' } },
      },
    ],
  })
  return mark
}

async function openProperties(page: Page, imageId: string): Promise<Locator> {
  await page.goto(`/images/${imageId}`)
  await page.getByRole('button', { name: 'Change properties' }).click()
  const dialog = page.getByRole('dialog', { name: 'Properties' })
  await expect(dialog.getByRole('searchbox')).toBeVisible()
  return dialog
}

const field = (dialog: Locator, name: string) => dialog.getByLabel(name, { exact: true })
const found = (dialog: Locator, title: RegExp) =>
  dialog.getByRole('region', { name: 'Add properties' }).getByRole('button', { name: title })

async function save(dialog: Locator): Promise<void> {
  await dialog.getByRole('button', { name: 'Review changes' }).click()
  await dialog.getByRole('button', { name: 'Save changes' }).click()
  await expect(dialog).toBeHidden()
}

test('every kind of control writes what its definition says, and only that is sent', async ({
  dashboard: page,
  person,
  cloud,
}) => {
  const mark = await defineRobots(cloud)
  const { id } = await person.createImage({ [`${mark}_maker`]: 'us', own_key: 'stays' })
  const dialog = await openProperties(page, id)
  await expect(field(dialog, 'Maker')).toBeDisabled()
  await expect(field(dialog, 'own_key')).toHaveValue('stays')

  await dialog.getByRole('searchbox').fill(mark)
  await found(dialog, /Show all of Engine/).click()
  for (const title of ['Serial', 'Arms', 'Clever', 'Polite', 'Colour', 'Model', 'Senses', 'Words', 'Notes']) {
    await found(dialog, new RegExp(`^${title}`)).click()
  }
  await expect(field(dialog, 'Arms')).toHaveValue('2')
  await field(dialog, 'Arms').fill('9')
  await expect(field(dialog, 'Arms')).toHaveAccessibleDescription(/Must be at most 8/)
  await field(dialog, 'Serial').fill('ab1')
  await expect(field(dialog, 'Serial')).toHaveAccessibleDescription(/Must match .*On the <b>back<\/b>/)
  await field(dialog, 'Fuel').fill('wind')
  await expect(field(dialog, 'Power')).toHaveAccessibleDescription(/Is required by Engine/)
  await expect(dialog.getByText('3 properties are wrong')).toBeVisible()
  await expectNoViolations(page)

  await dialog.getByRole('button', { name: 'Set Arms to its default, 2' }).click()
  await field(dialog, 'Serial').fill('AB1')
  await field(dialog, 'Power').fill('5')
  await field(dialog, 'Clever').check()
  await field(dialog, 'Polite').check()
  await field(dialog, 'Polite').uncheck()
  await field(dialog, 'Colour').click()
  await page.getByRole('option', { name: 'green' }).click()
  await field(dialog, 'Model').fill('el-143')
  await page.getByRole('option', { name: 'model-143' }).click()
  await dialog.getByLabel('Operator of Senses').click()
  await page.getByRole('option', { name: /<or>/ }).click()
  for (const sense of ['see', 'hear']) {
    await field(dialog, 'Senses').fill(sense)
    await page.getByRole('option', { name: sense }).click()
  }
  await field(dialog, 'Words').fill('one,two,')
  await field(dialog, 'Notes').fill('first\nsecond')

  await dialog.getByRole('button', { name: 'Review changes' }).click()
  await expect(dialog.getByRole('list', { name: 'Changes' }).getByRole('listitem')).toHaveCount(11)
  const sent = page.waitForRequest((request) => request.method() === 'PATCH')
  await dialog.getByRole('button', { name: 'Save changes' }).click()
  const steps: { op: string; path: string; value: string }[] = (await sent).postDataJSON()
  const values = Object.fromEntries(steps.map(({ path, value }) => [path.replace(`/${mark}_`, ''), value]))
  expect(values).toEqual({
    ...{ serial: 'AB1', arms: '2', clever: 'true', polite: 'no', colour: 'green', model: 'model-143' },
    ...{ senses: '<or> see,hear', words: '<in> one,two', notes: 'first\nsecond', power: '5', fuel: 'wind' },
  })
  await expect(dialog).toBeHidden()
  expect(await person.image(id)).toMatchObject({ own_key: 'stays', [`${mark}_maker`]: 'us' })
})

test('everything can be done with the keyboard alone', async ({ dashboard: page, person, cloud }) => {
  const mark = await defineRobots(cloud)
  const before = {
    ...{ serial: 'AB1', arms: '2', clever: 'false', polite: 'no', colour: 'red', model: 'model-1' },
    ...{ senses: '<or> see', words: '<in> one', notes: 'first', maker: 'us', fuel: 'coal' },
  }
  const ofRobots = (values: object) =>
    Object.fromEntries(Object.entries(values).map(([key, value]) => [`${mark}_${key}`, value]))
  const { id } = await person.createImage(ofRobots(before))
  await page.goto(`/images/${id}`)
  await page.getByRole('button', { name: 'Change properties' }).focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Properties' })
  const search = dialog.getByRole('searchbox')
  await expect(search).toBeVisible()
  const highlighted = (name: string) =>
    page.locator('[role=option][data-highlighted]').getByText(name, { exact: true })
  async function typeOver(title: string, text: string): Promise<void> {
    await field(dialog, title).focus()
    await page.keyboard.press('ControlOrMeta+a')
    await page.keyboard.type(text)
  }
  /** Goes on until this one is marked. */
  async function choose(name: string, key = 'ArrowDown'): Promise<void> {
    await expect(page.getByRole('option', { name }).first()).toBeVisible()
    await expect(async () => {
      if (!(await highlighted(name).isVisible())) await page.keyboard.press(key)
      await expect(highlighted(name)).toBeVisible({ timeout: 500 })
    }).toPass()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('listbox')).toBeHidden()
  }

  await typeOver('Serial', 'CD2')
  await field(dialog, 'Arms').focus()
  await page.keyboard.press('ArrowUp')
  await expect(field(dialog, 'Arms')).toHaveValue('3')
  for (const title of ['Clever', 'Polite']) {
    await field(dialog, title).focus()
    await page.keyboard.press('Space')
    await expect(field(dialog, title)).toBeChecked()
  }
  await field(dialog, 'Colour').focus()
  await page.keyboard.press('Enter')
  await choose('blue')
  await expect(field(dialog, 'Colour')).toContainText('blue')
  await typeOver('Model', 'model-143')
  await choose('model-143')
  await field(dialog, 'Operator of Senses').focus()
  await page.keyboard.press('Enter')
  await choose('all of <all-in>', 'ArrowUp')
  await field(dialog, 'Senses').focus()
  await page.keyboard.type('hear')
  await choose('hear')
  await field(dialog, 'Words').focus()
  await page.keyboard.type('two')
  await page.keyboard.press('Enter')
  await field(dialog, 'Notes').focus()
  await page.keyboard.press('ControlOrMeta+End')
  await page.keyboard.press('Enter')
  await page.keyboard.type('second')
  await expect(field(dialog, 'Maker')).toBeDisabled()
  await typeOver('Fuel', 'wind')

  await search.focus()
  await page.keyboard.type('hangs')
  await expect(dialog.getByText('1 found.')).toBeVisible()
  await found(dialog, /When the guest hangs/).focus()
  await page.keyboard.press('Enter')
  const added = field(dialog, 'When the guest hangs')
  await expect(added).toBeFocused()
  await page.keyboard.press('Enter')
  await choose('reset')
  await expect(added).toContainText('reset')

  await dialog.getByRole('button', { name: 'Review changes' }).focus()
  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('tab', { name: 'Changes (11)' })).toHaveAttribute('aria-selected', 'true')
  await dialog.getByRole('button', { name: `Undo the change of ${mark}_fuel` }).focus()
  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('tab', { name: 'Changes (10)' })).toBeVisible()
  // The button that had the focus goes with its row; the dialog then takes the focus.
  const save = dialog.getByRole('button', { name: 'Save changes' })
  await expect(async () => {
    await save.focus()
    await expect(save).toBeFocused({ timeout: 1000 })
  }).toPass()
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  const after = {
    ...{ serial: 'CD2', arms: '3', clever: 'true', polite: 'yes', colour: 'blue', model: 'model-143' },
    ...{
      senses: '<all-in> see,hear',
      words: '<in> one,two',
      notes: 'first\nsecond',
      maker: 'us',
      fuel: 'coal',
    },
  }
  expect(await person.image(id)).toMatchObject({ ...ofRobots(after), hw_watchdog_action: 'reset' })
})

/** One of the site: what differs is replaced on demand; then what is set becomes one of their own, is taken, and goes. */
async function takePresets(page: Page, dialog: Locator, mark: string): Promise<void> {
  await dialog.getByRole('button', { name: 'Start from a preset…' }).click()
  const presets = page.getByRole('dialog', { name: 'Start from a preset' })
  await presets.getByRole('button', { name: 'Save these properties as a preset' }).click()
  await presets.getByLabel('Save these properties as a preset').fill(mark)
  await presets.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(presets.getByRole('list', { name: 'Your presets' })).toContainText(mark)
  await expectNoViolations(page)
  await presets.getByRole('button', { name: /^Windows without virtio drivers/ }).click()
  await expect(presets.getByRole('list', { name: 'Added' })).toContainText('hw_vif_model=e1000e')
  await expectNoViolations(page)
  await presets.getByRole('button', { name: 'Take over' }).click()
  await expect(field(dialog, 'Disk bus')).toHaveText(/sata/)

  await dialog.getByRole('button', { name: 'Start from a preset…' }).click()
  await presets.getByRole('button', { name: /^Linux cloud image/ }).click()
  await expect(presets.getByRole('list', { name: 'Kept as they are' })).toContainText('hw_disk_bus=sata')
  await expect(presets.getByRole('list', { name: 'Already so' })).toContainText('hw_rng_model=virtio')
  await presets.getByLabel('Replace what is set already').check()
  await expect(presets.getByRole('list', { name: 'Replaced' })).toContainText(/hw_disk_bus=.*sata.*scsi/)
  await presets.getByRole('button', { name: 'Take over' }).click()
  await expect(field(dialog, 'Disk bus')).toHaveText(/scsi/)

  await dialog.getByRole('button', { name: 'Start from a preset…' }).click()
  await presets.getByRole('button', { name: `Remove the preset ${mark}` }).click()
  await expect(presets.getByRole('list', { name: 'Your presets' })).toBeHidden()
  await page.keyboard.press('Escape')
  await expect(presets).toBeHidden()
}

test('text and form stay in step; strange keys are pointed out; another image and presets are taken over', async ({
  dashboard: page,
  person,
  cloud,
}) => {
  const mark = await defineRobots(cloud)
  await cloud.defineNamespace({
    namespace: `Twice::${mark}`,
    resource_type_associations: [{ name: 'OS::Glance::Image' }],
    properties: { [`${mark}_notes`]: { title: 'Notes again', type: 'string' } },
  })
  await person.createImage({ name: `source ${mark}`, hw_rng_model: 'virtio', [`${mark}_arms`]: '3' })
  const { id } = await person.createImage({
    [`${mark}_notes`]: 'x',
    own_key: 'a',
    [`${mark}_clever`]: 'perhaps',
  })
  const dialog = await openProperties(page, id)
  await expect(dialog.getByText('Defined 2 times')).toBeVisible()
  await expect(dialog.getByText('Custom', { exact: true })).toBeVisible()
  await expect(field(dialog, 'Clever')).toHaveAccessibleDescription(/must be true or false/)

  await dialog.getByRole('button', { name: 'Copy from image…' }).click()
  const copy = page.getByRole('dialog', { name: 'Copy from an image' })
  await copy.getByRole('searchbox').fill(`source ${mark}`)
  await copy.getByRole('button', { name: `source ${mark}` }).click()
  await expect(copy.getByRole('list', { name: 'Added' })).toContainText(`${mark}_arms=3`)
  await copy.getByRole('button', { name: 'Take over' }).click()
  await expect(field(dialog, 'Arms')).toHaveValue('3')
  await takePresets(page, dialog, mark)

  await dialog.getByRole('tab', { name: 'Text' }).click()
  const text = dialog.getByLabel('All properties as text')
  await expect(text).toHaveValue(new RegExp(`${mark}_arms=3`))
  await text.fill(`own_key=b\n${mark}_arms=0\nnonsense`)
  await expect(text).toHaveAccessibleDescription(/Line 3/)
  await text.fill(`own_key=b\n${mark}_arms=0`)
  await expect(dialog.getByText('1 property is wrong')).toBeVisible()
  await dialog.getByRole('tab', { name: 'Form' }).click()
  await expect(field(dialog, 'own_key')).toHaveValue('b')
  await field(dialog, 'Arms').fill('4')
  await dialog.getByRole('tab', { name: 'Text' }).click()
  await expect(text).toHaveValue(`own_key=b\n${mark}_arms=4`)
  await save(dialog)
  const saved = await person.image(id)
  expect(saved).toMatchObject({ own_key: 'b', [`${mark}_arms`]: '4' })
  expect(Object.keys(saved)).not.toContain(`${mark}_notes`)
})

test('many images are changed alike, and an upload begins with its properties', async ({
  dashboard: page,
  person,
}) => {
  await page.addInitScript(() => Reflect.deleteProperty(window, 'showOpenFilePicker'))
  const one = await person.createImage({ name: 'one', hw_disk_bus: 'ide', os_version: '1' })
  const two = await person.createImage({ name: 'two', hw_disk_bus: 'ide', os_version: '2' })
  await page.goto('/images')
  await page.getByLabel('Select all images that are loaded').check()
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Properties…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Properties' })
  await expect(dialog.getByText('Different values')).toBeVisible()
  await field(dialog, 'Disk bus').click()
  await page.getByRole('option', { name: 'virtio', exact: true }).click()
  await dialog.getByRole('button', { name: 'Review changes' }).click()
  await dialog.getByRole('button', { name: 'Change 2 images' }).click()
  await expect(page.getByText('2 images changed')).toBeVisible()
  expect(await person.image(one.id)).toMatchObject({ hw_disk_bus: 'virtio', os_version: '1' })
  expect(await person.image(two.id)).toMatchObject({ hw_disk_bus: 'virtio', os_version: '2' })

  const file = { name: 'three.img', mimeType: 'application/octet-stream', buffer: Buffer.alloc(4096, 7) }
  await page.locator('input[type=file]').setInputFiles(file)
  const prepare = page.getByRole('dialog', { name: 'Upload an image' })
  await prepare.getByRole('button', { name: 'Properties…' }).click()
  await expect(dialog.getByRole('searchbox')).toBeVisible()
  await dialog.getByRole('searchbox').fill('hw_disk_bus')
  await found(dialog, /^Disk bus/).click()
  await field(dialog, 'Disk bus').click()
  await page.getByRole('option', { name: 'scsi' }).click()
  await dialog.getByRole('button', { name: 'Review changes' }).click()
  await dialog.getByRole('button', { name: 'Use these' }).click()
  await expect(prepare.getByText(/1 property is set: hw_disk_bus/)).toBeVisible()
  await prepare.getByRole('button', { name: 'Upload', exact: true }).click()
  await expect(namesIn(page)).toContainText(['three'])
  const path = await page.getByRole('link', { name: 'three', exact: true }).getAttribute('href')
  expect(await person.image(String(path).split('/').pop() ?? '')).toMatchObject({ hw_disk_bus: 'scsi' })
})
