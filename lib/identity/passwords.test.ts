import { expect, it } from 'vitest'
import { createPasswords } from './passwords.ts'

it('hashes with Argon2id, differently each time, and knows the password again', async () => {
  const passwords = createPasswords()
  const [one, two] = await Promise.all([passwords.hash('pass word'), passwords.hash('pass word')])
  expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(one).not.toBe(two)
  expect(await passwords.verify(one, 'pass word')).toBe(true)
  expect(await passwords.verify(one, 'Pass word')).toBe(false)
})

it('never accepts a password for a user without one, not even that of the decoy', async () => {
  expect(await createPasswords().verify(null, 'nobody has this password')).toBe(false)
})

it('turns people away rather than letting the queue grow without end', async () => {
  const passwords = createPasswords(3)
  const hashes = Array.from({ length: 9 }, (_, index) => passwords.hash(`p${index}`))
  const results = await Promise.allSettled(hashes)
  const refused = results.filter((result) => result.status === 'rejected').map((result) => result.reason)
  // Two are at work and three wait.
  expect(refused).toHaveLength(9 - 2 - 3)
  expect(refused[0]).toMatchObject({ code: 'unavailable', retryAfterSeconds: 5 })
})
