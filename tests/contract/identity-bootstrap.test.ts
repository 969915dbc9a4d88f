import { expect, it } from 'vitest'
import { bootstrapIdentity } from '#lib/identity/bootstrap.ts'
import { deleteUser, getUser, updateUser } from '#lib/identity/directory/users.ts'
import { forEachDatabase } from '#tests/support/database.ts'
import { aNode, passwordSetting } from './identity-world.ts'

const signIn = { userName: 'admin', domain: 'Default' }

forEachDatabase((open) => {
  const start = async () => {
    const clock = { nowMs: Date.now() }
    return { database: await open(), clock }
  }

  it('makes an administrator with a password of its own at the first start, and tells it only then', async () => {
    const { database, clock } = await start()
    const node = aNode(database, clock)
    const { generatedPassword } = await bootstrapIdentity(node, {})
    expect(generatedPassword).toMatch(/^[\w-]{20}$/)
    const { info } = await node.signIn({ ...signIn, password: generatedPassword ?? '' })
    expect(info).toMatchObject({
      userName: 'admin',
      projectName: 'admin',
      roles: ['admin', 'member', 'reader'],
    })
    expect(await bootstrapIdentity(node, {})).toEqual({})
    await expect(node.signIn({ ...signIn, password: generatedPassword ?? '' })).resolves.toBeDefined()
  })

  it('makes one administrator when several nodes start at once', async () => {
    const { database, clock } = await start()
    const nodes = Array.from({ length: 4 }, () => aNode(database, clock))
    const results = await Promise.all(nodes.map((node) => bootstrapIdentity(node, {})))
    const [password, ...others] = results.flatMap(({ generatedPassword }) => generatedPassword ?? [])
    expect(others).toEqual([])
    for (const node of nodes)
      await expect(node.signIn({ ...signIn, password: password ?? '' })).resolves.toBeDefined()
  })

  it('takes the password from the settings without telling it', async () => {
    const { database, clock } = await start()
    const node = aNode(database, clock)
    expect(await bootstrapIdentity(node, passwordSetting('chosen'))).toEqual({})
    await expect(node.signIn({ ...signIn, password: 'chosen' })).resolves.toBeDefined()
  })

  it('keeps sessions when a later start has the same password, and ends them when it has another', async () => {
    const { database, clock } = await start()
    const node = aNode(database, clock)
    await bootstrapIdentity(node, passwordSetting('chosen'))
    const { token } = await node.signIn({ ...signIn, password: 'chosen' })
    await bootstrapIdentity(node, passwordSetting('chosen'))
    await expect(node.validateToken(token)).resolves.toMatchObject({ userName: 'admin' })
    await bootstrapIdentity(node, passwordSetting('changed'))
    await expect(node.validateToken(token)).rejects.toMatchObject({ code: 'unauthenticated' })
    await expect(node.signIn({ ...signIn, password: 'changed' })).resolves.toBeDefined()
  })

  it('lets whoever holds the settings in again after the administrator was disabled or deleted', async () => {
    const { database, clock } = await start()
    const node = aNode(database, clock)
    await bootstrapIdentity(node, passwordSetting('chosen'))
    const { info } = await node.signIn({ ...signIn, password: 'chosen' })
    await updateUser(node, info.userId, { isEnabled: false })
    await bootstrapIdentity(node, {})
    expect((await getUser(node, info.userId)).isEnabled).toBe(false)
    await bootstrapIdentity(node, passwordSetting('chosen'))
    await expect(node.signIn({ ...signIn, password: 'chosen' })).resolves.toBeDefined()
    await deleteUser(node, info.userId)
    await bootstrapIdentity(node, passwordSetting('chosen'))
    const again = await node.signIn({ ...signIn, password: 'chosen' })
    expect(again.info.roles).toContain('admin')
  })
})
