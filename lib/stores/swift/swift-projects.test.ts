import { expect, test } from 'vitest'
import { imageInProject } from './swift-projects.ts'

const ID = '3b9d2a3e-0f3c-4a57-9a4d-2b8a5f3f9c11'

test('an image in the account of a project is found, as Glance names it', () => {
  expect(imageInProject(`7c2f/glance_${ID}/${ID}`, 'glance')).toEqual({
    ...{ project: '7c2f', container: `glance_${ID}`, object: ID },
  })
})

test.each([
  `7c2f/other_${ID}/${ID}`,
  `7c2f/glance_${ID}/segments`,
  `7c2f/glance_${ID}/${ID}/more`,
  `7c2f/glance/${ID}`,
  `../glance_${ID}/${ID}`,
  `7c2f%2f/glance_${ID}/${ID}`,
  `/glance_${ID}/${ID}`,
  `glance_${ID}/${ID}`,
  '7c2f/glance_/',
  '7c2f/glance_../..',
])('%s, which is no image of ours, is none', (rest) => {
  expect(imageInProject(rest, 'glance')).toBeNull()
})
