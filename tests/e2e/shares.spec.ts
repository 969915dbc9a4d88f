import { expect, namesIn, openSecondBrowser, rowOf, test } from './support/dashboard.ts'
import { expectNoViolations } from './support/violations.ts'

test('a share goes from its owner to the inbox, is accepted, and left again', async ({
  dashboard: owner,
  person,
  cloud,
}) => {
  const image = await person.createActive({ name: 'handed over', visibility: 'shared' })
  const receiver = await cloud.newPerson()
  await owner.goto(`/images/${image.id}`)
  const field = owner.getByLabel('Share with a project')
  await field.fill('no such project')
  await owner.getByRole('button', { name: 'Share', exact: true }).click()
  await expect(owner.getByText('No project is called “no such project”')).toBeVisible()
  await field.fill(receiver.projectName)
  await owner.getByRole('button', { name: 'Share', exact: true }).click()
  const members = owner.getByRole('region', { name: 'Shared with' })
  await expect(members.getByRole('listitem')).toContainText([receiver.projectName])
  await expect(members.getByText('Not answered')).toBeVisible()

  const member = await openSecondBrowser(owner, receiver)
  await member.goto('/images')
  await expect(member.getByRole('heading', { name: 'No images yet' })).toBeVisible()
  await member.getByRole('link', { name: 'Shared with me 1 to answer' }).click()
  const offers = member.getByRole('list', { name: 'To answer' })
  await expect(offers.getByRole('listitem')).toContainText([`handed over`])
  await expect(offers.getByText(`from ${person.projectName}`)).toBeVisible()
  await member.getByRole('button', { name: 'Accept: handed over' }).click()
  await expect(member.getByRole('heading', { name: 'Nothing waits for an answer' })).toBeVisible()
  await expect(members.getByText('Accepted', { exact: true })).toBeVisible()

  await member.getByRole('link', { name: 'Images', exact: true }).click()
  await expect(namesIn(member)).toHaveText(['handed over'])
  const views = member.getByRole('navigation', { name: 'Views' })
  await views.getByRole('link', { name: 'Mine', exact: true }).click()
  await expect(namesIn(member)).toHaveCount(0)
  await views.getByRole('link', { name: 'Shared with me', exact: true }).click()
  await expect(namesIn(member)).toHaveText(['handed over'])
  await rowOf(member, 'handed over').getByRole('link').click()
  const received = member.getByRole('region', { name: 'Shared with you' })
  await expect(received).toContainText(person.projectName)
  await received.getByRole('button', { name: 'Leave' }).click()
  await expect(received.getByText('Rejected', { exact: true })).toBeVisible()
  await expect(members.getByText('Rejected', { exact: true })).toBeVisible()
  await member.context().close()
})

test('offers are put aside for later without counting, and many are answered together, after a question', async ({
  dashboard: page,
  person,
  cloud,
}) => {
  const giver = await cloud.newPerson()
  for (const name of ['one', 'two', 'three']) {
    const { id } = await giver.createActive({ name, visibility: 'shared' })
    await giver.addMember(id, person.projectId)
  }
  await page.goto('/shares')
  const waiting = page.getByRole('list', { name: 'To answer' }).getByRole('listitem')
  await expect(waiting).toHaveCount(3)
  await page.getByRole('button', { name: 'Decide later: two' }).press('Enter')
  await expect(waiting).toHaveCount(2)
  await expect(page.getByRole('link', { name: 'Shared with me 2 to answer' })).toBeVisible()
  await page.reload()
  await expect(page.getByRole('link', { name: 'To answer 2' })).toBeVisible()
  await page.locator('summary', { hasText: 'Put aside' }).press('Enter')
  const aside = page.getByRole('list', { name: 'Put aside' })
  await expect(aside.getByRole('button', { name: 'Accept: two' })).toBeVisible()
  await expectNoViolations(page)
  await aside.getByRole('link', { name: 'two' }).click()
  const received = page.getByRole('region', { name: 'Shared with you' })
  await received.getByRole('button', { name: 'Bring back: two' }).click()
  await expect(page.getByRole('link', { name: 'Shared with me 3 to answer' })).toBeVisible()
  await received.getByRole('button', { name: 'Decide later: two' }).click()
  await page.getByRole('link', { name: 'Shared with me 2 to answer' }).click()
  await expect(waiting).toHaveCount(2)
  await page.locator('summary', { hasText: 'Put aside' }).press('Enter')
  await aside.getByRole('button', { name: 'Bring back: two' }).press('Enter')
  await expect(waiting).toHaveCount(3)
  await expect(page.getByRole('link', { name: 'Shared with me 3 to answer' })).toBeVisible()

  await page.getByRole('button', { name: 'Accept all 3' }).click()
  const question = page.getByRole('alertdialog', { name: 'Accept all 3 images?' })
  await question.getByRole('button', { name: 'Accept' }).click()
  await expect(page.getByRole('heading', { name: 'Nothing waits for an answer' })).toBeVisible()
  await page.getByRole('link', { name: 'Accepted 3' }).click()
  await expect(page.getByRole('list', { name: 'Accepted' }).getByRole('listitem')).toHaveCount(3)
  await page.getByRole('button', { name: 'Leave: two' }).click()
  await expect(page.getByRole('list', { name: 'Accepted' }).getByRole('listitem')).toHaveCount(2)
  await page.goto('/images?sort=name:asc')
  await expect(namesIn(page)).toHaveText(['one', 'three'])
})
