import { expect, it } from 'vitest'
import { updateUser } from '#lib/identity/directory/users.ts'
import { forEachDatabase } from '#tests/support/database.ts'
import { anIdentityWorld, HOUR_MS } from './identity-world.ts'

const wrong = { code: 'unauthenticated', message: 'The user name or the password is wrong.' }
const locked = (seconds: number) => ({ code: 'too_many_attempts', retryAfterSeconds: seconds })

forEachDatabase((open) => {
  const world = async () => anIdentityWorld(await open())
  type World = Awaited<ReturnType<typeof world>>

  /** Fails until the subject is locked for the first time. */
  const failFiveTimes = async ({ signIn }: World, userName: string) => {
    for (let index = 0; index < 5; index += 1)
      await expect(signIn('guess', userName)).rejects.toMatchObject(wrong)
  }

  it('locks after five failures for two seconds, then twice as long, also against the right password', async () => {
    const made = await world()
    await failFiveTimes(made, 'alice')
    await expect(made.signIn()).rejects.toMatchObject(locked(2))
    made.clock.nowMs += 2_000
    await expect(made.signIn('guess')).rejects.toMatchObject(wrong)
    await expect(made.signIn()).rejects.toMatchObject(locked(4))
    made.clock.nowMs += 4_000
    await expect(made.signIn()).resolves.toMatchObject({ info: { userName: 'alice' } })
    await failFiveTimes(made, 'alice')
  })

  it('treats a name that nobody has just the same', async () => {
    const made = await world()
    await failFiveTimes(made, 'nobody')
    await expect(made.signIn('guess', 'nobody')).rejects.toMatchObject(locked(2))
    await expect(made.signIn()).resolves.toBeDefined()
  })

  it('counts attempts that come at the same time', async () => {
    const made = await world()
    const attempts = await Promise.allSettled(
      Array.from({ length: 12 }, (_, index) => made.signIn(`guess ${index}`)),
    )
    const codes = attempts.map((attempt) => (attempt.status === 'rejected' ? attempt.reason.code : 'in'))
    expect(codes.filter((code) => code === 'unauthenticated')).toHaveLength(5)
    expect(codes.filter((code) => code === 'too_many_attempts')).toHaveLength(7)
  })

  it('lets many sign in at the same time with the right password', async () => {
    const made = await world()
    const attempts = await Promise.all(Array.from({ length: 12 }, () => made.signIn()))
    expect(new Set(attempts.map(({ token }) => token)).size).toBe(12)
  })

  it('holds on every node', async () => {
    const made = await world()
    await failFiveTimes(made, 'alice')
    const elsewhere = made.otherNode().signIn({ userName: 'alice', password: 'wonderland' })
    await expect(elsewhere).rejects.toMatchObject(locked(2))
  })

  it('is lifted by a new password from the administrator', async () => {
    const made = await world()
    await failFiveTimes(made, 'alice')
    await updateUser(made.identity, made.user.id, {}, 'looking glass')
    await expect(made.signIn('looking glass')).resolves.toBeDefined()
  })

  it('forgets failures after a day without any', async () => {
    const made = await world()
    await failFiveTimes(made, 'alice')
    made.clock.nowMs += 24 * HOUR_MS + 1
    await made.identity.purgeExpired()
    await failFiveTimes(made, 'alice')
  })

  it('counts guesses at many names from one address', async () => {
    const made = await world()
    const guess = (index: number) =>
      made.identity.signIn({ userName: `user ${index}`, password: 'x', source: '192.0.2.1' })
    for (let index = 0; index < 30; index += 1) await expect(guess(index)).rejects.toMatchObject(wrong)
    await expect(guess(30)).rejects.toMatchObject({ code: 'too_many_attempts' })
    await expect(made.signIn()).resolves.toBeDefined()
  })

  it('does not let a disabled user in, in the same words as for a wrong password', async () => {
    const made = await world()
    await updateUser(made.identity, made.user.id, { isEnabled: false })
    await expect(made.signIn()).rejects.toMatchObject(wrong)
  })
})
