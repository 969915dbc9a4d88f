import { expect, test } from 'vitest'
import { objectIn } from './swift-names.ts'

const ID = '3b9d2a3e-0f3c-4a57-9a4d-2b8a5f3f9c11'

test.each([
  [`swift+https://keystone.example.org/v3/glance/${ID}`, 'glance'],
  [`swift+https://services%3Aglance:secret@keystone.example.org/v3/glance/${ID}`, 'glance'],
  [`swift+config://ref1/glance/${ID}`, 'glance'],
  [`swift://swift.example.org/v1/AUTH_x/glance_${ID}/${ID}`, `glance_${ID}`],
])('the object in %s is found', (url, container) => {
  expect(objectIn(url, 'glance')).toEqual({ container, object: ID })
})

test.each([
  `swift+https://user:secret@host/v3/other/${ID}`,
  `swift+https://user:secret@host/v3/glance_segments/${ID}`,
  'swift+https://user:secret@host/v3/glance/..',
  `s3://user:secret@host/glance/${ID}`,
])('what is not ours is absent, and the message keeps its secret: %s', (url) => {
  expect(() => objectIn(url, 'glance')).toThrow(
    expect.objectContaining({ code: 'not_found', message: expect.not.stringContaining('secret') }),
  )
})
