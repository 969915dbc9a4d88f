import { expect, test } from 'vitest'
import { keyIn, s3Url } from './s3-names.ts'

const ID = '3b9d2a3e-0f3c-4a57-9a4d-2b8a5f3f9c11'

test.each([
  `s3+https://s3.example.org/images/${ID}`,
  `s3://AKIA:se/cr+et==@s3.example.org/images/${ID}`,
  `s3+http://key:a/images/b@10.0.0.1:8080/path/images/${ID}`,
])('the key in %s is the id', (url) => {
  expect(keyIn(url, 'images', '')).toBe(ID)
})

test('a prefix is part of the key', () => {
  const url = s3Url('https://s3.example.org', 'images', `cloud-1/${ID}`)
  expect(url).toBe(`s3+https://s3.example.org/images/cloud-1/${ID}`)
  expect(keyIn(url, 'images', 'cloud-1/')).toBe(`cloud-1/${ID}`)
})

test.each([
  `s3://key:secret@host/other/${ID}`,
  's3://key:secret@host/images/../etc',
  's3://key:secret@host/images/vitrine-staging/x/note',
  `swift://user:secret@host/images/${ID}`,
])('what is not ours is absent, and the message keeps its secret: %s', (url) => {
  expect(() => keyIn(url, 'images', '')).toThrow(
    expect.objectContaining({ code: 'not_found', message: expect.not.stringContaining('secret') }),
  )
})
