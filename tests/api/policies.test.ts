import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RulesWire } from '#lib/contract/rules-wire.ts'
import { openApi, type TestApi } from '#tests/support/api.ts'
import { openingSqlite } from '#tests/support/database.ts'

const open = openingSqlite()
const rulesOf = async (api: TestApi): Promise<RulesWire> => {
  const answer = await api.ask('GET', '/v2/vitrine/policies', { as: 'admin' })
  return (await answer.json()) as RulesWire
}
const ruleOf = ({ rules }: RulesWire, name: string) => rules.find((rule) => rule.name === name)

describe('the rules in force', () => {
  let folder: string
  let usual: TestApi
  let site: TestApi
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vitrine-policies-'))
    await writeFile(join(folder, 'policy.yaml'), 'delete_image: role:admin\ncommunitize_image: "!"\n')
    const sections = ['create', 'read', 'update', 'delete'].map((each) => `${each} = admin`).join('\n')
    await writeFile(join(folder, 'protections.ini'), `[^billing_]\n${sections}\n`)
    usual = await openApi(open)
    site = await openApi(open, {
      VITRINE_POLICY_FILE: join(folder, 'policy.yaml'),
      VITRINE_PROPERTY_PROTECTION_FILE: join(folder, 'protections.ini'),
    })
  })
  afterAll(async () => {
    await Promise.all([usual.close(), site.close()])
    await rm(folder, { recursive: true })
  })

  it('are for administrators', async () => {
    expect((await usual.ask('GET', '/v2/vitrine/policies')).status).toBe(403)
  })

  it('are the defaults without a file, and say whom they allow what', async () => {
    const rules = await rulesOf(usual)
    expect(rules).toMatchObject({ policy_file: null, protection_file: null, protections: null })
    expect(rules.rules.filter(({ changed }) => changed)).toEqual([])
    const yes = { admin: true, member: true, reader: true, stranger: true }
    const own = { ...yes, reader: false, stranger: false }
    expect(ruleOf(rules, 'get_image')?.allows).toEqual(yes)
    expect(ruleOf(rules, 'download_image')?.allows).toEqual({ ...yes, reader: false })
    for (const name of ['add_image', 'modify_image', 'delete_image', 'modify_member'])
      expect([name, ruleOf(rules, name)?.allows]).toEqual([name, own])
    expect(ruleOf(rules, 'publicize_image')?.allows).toEqual({ ...own, member: false })
  })

  it('are what the file of the site says, beside what they usually are', async () => {
    const rules = await rulesOf(site)
    expect(rules.policy_file).toBe(join(folder, 'policy.yaml'))
    expect(ruleOf(rules, 'delete_image')).toMatchObject({
      rule: 'role:admin',
      default: expect.stringContaining('role:member'),
      changed: true,
      allows: { admin: true, member: false },
    })
    expect(ruleOf(rules, 'communitize_image')?.allows).toEqual({
      ...{ admin: false, member: false, reader: false, stranger: false },
    })
  })

  it('tell the property protections in words', async () => {
    const { protections } = await rulesOf(site)
    expect(protections?.at(-1)).toEqual({
      pattern: '^billing_',
      who: Object.fromEntries(
        ['create', 'read', 'update', 'delete'].map((operation) => [operation, 'the roles admin']),
      ),
    })
  })
})
