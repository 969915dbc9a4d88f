import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { loadConfig } from '#lib/config.ts'
import type { Context } from '#lib/domain/context.ts'
import type { Log } from '#lib/log.ts'
import { type OpenPolicy, openPolicy } from './open-policy.ts'

let folder: string
let opened: OpenPolicy | null = null
const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() }
const member: Context = {
  ...{
    userId: 'u',
    userName: 'u',
    projectId: 'p',
    projectName: 'p',
    roles: ['member', 'reader'],
    requestId: 'r',
  },
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-open-policy-'))
  vi.clearAllMocks()
})
afterEach(async () => {
  opened?.close()
  await rm(folder, { recursive: true })
})

const protections = (who: string) =>
  `[^x_]\ncreate = ${who}\nread = ${who}\nupdate = ${who}\ndelete = ${who}\n`
const write = (name: string, text: string) => writeFile(join(folder, name), text)

async function open(format: 'roles' | 'policies') {
  const config = loadConfig({
    VITRINE_POLICY_FILE: join(folder, 'policy.yaml'),
    VITRINE_PROPERTY_PROTECTION_FILE: join(folder, 'protections.ini'),
    VITRINE_PROPERTY_PROTECTION_RULE_FORMAT: format,
  })
  opened = await openPolicy(config, log as unknown as Log)
  const { propertyRules } = opened
  return () => propertyRules?.may('read', 'x_secret', member)
}

/** The folder is watched; how soon it is noticed is the system's affair. */
const soon = { timeout: 30_000, interval: 50 }

describe('property protections that change', () => {
  test('count at once', async () => {
    await write('policy.yaml', 'add_image: "role:member"')
    await write('protections.ini', protections('admin'))
    const mayRead = await open('roles')
    expect(mayRead()).toBe(false)

    await write('protections.ini', protections('member'))
    await vi.waitFor(() => expect(mayRead()).toBe(true), soon)
  }, 60_000)

  test('for the worse are logged as an error, and the old ones go on to hold', async () => {
    await write('policy.yaml', 'add_image: "role:member"')
    await write('protections.ini', protections('member'))
    const mayRead = await open('roles')

    await write('protections.ini', '[^x_]\ncreate = member\n')
    await vi.waitFor(() => expect(log.error).toHaveBeenCalled(), soon)
    expect(mayRead()).toBe(true)
  }, 60_000)

  test('may ask for a rule that the policy got just before', async () => {
    await write('policy.yaml', 'keeper: "role:admin"')
    await write('protections.ini', protections('keeper'))
    const mayRead = await open('policies')
    expect(mayRead()).toBe(false)

    // Nothing asks for the new rule yet, so this version alone is refused.
    await write('policy.yaml', 'keeper: "role:admin"\nlooker: "role:reader"')
    await vi.waitFor(() => expect(log.error).toHaveBeenCalled(), soon)
    await write('protections.ini', protections('looker').replace('create = looker', 'create = keeper'))
    await vi.waitFor(() => expect(mayRead()).toBe(true), soon)
  }, 60_000)

  test('are refused when they ask for a rule that the policy lacks', async () => {
    await write('policy.yaml', 'keeper: "role:member"')
    await write('protections.ini', protections('keeper'))
    const mayRead = await open('policies')

    await write('protections.ini', protections('nobody_knows'))
    await vi.waitFor(
      () => expect(String(log.error.mock.lastCall?.[0].err)).toMatch(/no rule nobody_knows/),
      soon,
    )
    expect(mayRead()).toBe(true)
  }, 60_000)
})
