import { describe, expect, test } from 'vitest'
import type { Context } from '#lib/domain/context.ts'
import { createPropertyRules } from './property-rules.ts'
import {
  PROPERTY_OPERATIONS,
  type ProtectionFormat,
  policyRulesOf,
  readProtections,
} from './protection-rules.ts'

function problemsOf(text: string, format: ProtectionFormat = 'roles'): readonly string[] {
  const read = readProtections(text, format)
  return read.ok ? [] : read.problems.map(({ line, message }) => `${line}: ${message}`)
}

function caller(roles: readonly string[], serviceRoles?: readonly string[]): Context {
  const ctx = { userId: 'u', userName: 'u', projectId: 'p', projectName: 'p', roles, requestId: 'req-1' }
  return serviceRoles === undefined ? ctx : { ...ctx, serviceRoles }
}

function rulesOf(text: string, format: ProtectionFormat = 'roles') {
  const read = readProtections(text, format)
  if (!read.ok) throw new Error(read.problems.map(({ message }) => message).join('\n'))
  return createPropertyRules(() => read.rules, { allows: (name, ctx) => ctx.roles.includes(`by ${name}`) })
}

/** The operations that are allowed, as in `create read`. */
function rights(text: string, property: string, ctx: Context, format: ProtectionFormat = 'roles'): string {
  const rules = rulesOf(text, format)
  return PROPERTY_OPERATIONS.filter((operation) => rules.may(operation, property, ctx)).join(' ')
}

const member = caller(['member', 'reader'])
const all = (who: string) => PROPERTY_OPERATIONS.map((operation) => `${operation} = ${who}`).join('\n')

describe('roles', () => {
  const FILE = `
# Billing keeps its codes to itself.
[^x_billing_]
create = Billing, admin
read: admin,billing,
  member
update = !
delete = @
[.*]
${all('member')}
`

  test('are a list for each operation, in whatever case', () => {
    expect(rights(FILE, 'x_billing_code', caller(['billing']))).toBe('create read delete')
  })

  test('everybody is @, nobody is !, and an indented line goes on', () => {
    expect(rights(FILE, 'x_billing_code', member)).toBe('read delete')
    expect(rights(FILE, 'x_billing_code', caller(['admin']))).toBe('create read delete')
  })

  test('the first section that matches decides', () => {
    expect(rights(FILE, 'hw_disk_bus', member)).toBe('create read update delete')
    expect(rights(`[.*]\n${all('!')}\n[^x_]\n${all('@')}`, 'x_open', member)).toBe('')
  })

  test('what no section matches is nobody’s, also for administrators', () => {
    expect(rights(`[^x_]\n${all('@')}`, 'hw_disk_bus', caller(['admin']))).toBe('')
  })

  test('of the service’s own token count, too', () => {
    expect(rights(`[.*]\n${all('service')}`, 'a', caller(['member'], ['service']))).toBe(
      'create read update delete',
    )
  })

  test('an empty list is nobody, with a warning', () => {
    const text = '[.*]\ncreate =\nread = @\nupdate = @\ndelete = @'
    expect(rights(text, 'a', caller(['admin']))).toBe('read update delete')
    expect(readProtections(text, 'roles')).toMatchObject({
      ok: true,
      warnings: [expect.stringMatching(/\[\.\*\] \(line 1\) gives nobody for create/)],
    })
  })

  test('[DEFAULT] counts for every section', () => {
    expect(rights(`[DEFAULT]\n${all('@')}\n[^a]\ncreate = !`, 'a', member)).toBe('read update delete')
    expect(rights(`[DEFAULT]\n${all('@')}\n[^a]\ncreate = !`, 'b', member)).toBe('')
  })
})

describe('the service’s own properties', () => {
  test('are open before any section, and sections about them do not count', () => {
    expect(rights(`[.*]\n${all('!')}`, 'os_glance_import_task', member)).toBe('create read update delete')
    expect(rights(`[os_glance.*]\n${all('!')}`, 'os_glance_import_task', member)).toBe(
      'create read update delete',
    )
  })
})

describe('policies', () => {
  const FILE = '[^x_]\ncreate = creators\nread = @\nupdate = !\ndelete = removers'

  test('are asked by name', () => {
    expect(rights(FILE, 'x_a', caller(['by creators']), 'policies')).toBe('create read')
    expect(rights(FILE, 'x_a', caller(['by removers']), 'policies')).toBe('read delete')
  })

  test('are known, so that the policy file can be asked for them', () => {
    const read = readProtections(FILE, 'policies')
    expect(read.ok && policyRulesOf(read.rules)).toEqual(['creators', 'removers'])
  })

  test('come one for each operation', () => {
    expect(problemsOf('[a]\ncreate = one, two\nread = @\nupdate = @\ndelete = @', 'policies')).toEqual([
      expect.stringMatching(/^2: create must name one policy rule/),
    ])
  })
})

describe('a file that is refused names every problem with its line', () => {
  test.each([
    ['an operation that is missing', '[a]\ncreate = @\nread = @\nupdate = @', [/^1: \[a\] lacks delete/]],
    [
      'everybody and nobody at once',
      `[a]\n${all('@')}`.replace('read = @', 'read = @, !'),
      [/^3: read has both @/],
    ],
    [
      'a pattern that is none',
      `\n[a(]\n${all('@')}`,
      [/^2: \[a\(\] is no usable regular expression \(character 2\)/],
    ],
    ['a section twice', `[a]\n${all('@')}\n[a]\n${all('@')}`, [/^6: The section \[a\] is there twice/]],
    ['an option twice', `[a]\n${all('@')}\nread = !`, [/^6: read is there twice/]],
    ['an option before the first section', `read = @\n[a]\n${all('@')}`, [/^1: “read = @” stands before/]],
    ['a line that is nothing', `[a]\n${all('@')}\nwhat is this`, [/^6: “what is this” is neither/]],
    [
      'several',
      '[a(]\ncreate = @, !\n[b]\nwhat',
      [
        /^1: \[a\(\]/,
        /^1: .*lacks read/,
        /^1: .*lacks update/,
        /^1: .*lacks delete/,
        /^2: create has both/,
        /^3: \[b\] lacks create/,
        /^3/,
        /^3/,
        /^3/,
        /^4: “what”/,
      ],
    ],
  ])('%s', (_, text, expected) => {
    expect(problemsOf(text)).toEqual(expected.map((each) => expect.stringMatching(each)))
  })
})

test('a name is searched for once, however often it is asked', () => {
  let searches = 0
  const permissions = {
    create: { kind: 'everybody' },
    read: { kind: 'everybody' },
    update: { kind: 'nobody' },
    delete: { kind: 'nobody' },
  } as const
  const matches = () => ++searches > 0
  const sections = [{ pattern: '.*', matches, permissions }]
  const rules = createPropertyRules(() => sections, { allows: () => false })
  for (let round = 0; round < 5; round++)
    for (const operation of PROPERTY_OPERATIONS) rules.may(operation, 'a', member)
  expect(searches).toBe(1)
})
