import { describe, expect, test } from 'vitest'
import { imageCan } from '#lib/domain/capabilities.ts'
import type { Context } from '#lib/domain/context.ts'
import type { Image, Visibility } from '#lib/domain/image.ts'
import { newImage } from '#lib/domain/new-image.ts'
import { type PolicyRule, type PolicyTarget, seenBy } from '#lib/domain/policy.ts'
import { allOf, type Verdict } from '#lib/domain/verdict.ts'
import { createEnforcer, type Enforcer } from './enforcer.ts'
import { buildRuleSet, defaultRuleSet } from './rule-set.ts'

const PERSONAS = {
  administrator: { projectId: 'other', roles: ['admin', 'member', 'reader'] },
  'administrator of the owning project': { projectId: 'red', roles: ['admin', 'member', 'reader'] },
  'member of the owning project': { projectId: 'red', roles: ['member', 'reader'] },
  'reader of the owning project': { projectId: 'red', roles: ['reader'] },
  'nobody in the owning project': { projectId: 'red', roles: [] },
  'member of another project': { projectId: 'blue', roles: ['member', 'reader'] },
  'reader of another project': { projectId: 'blue', roles: ['reader'] },
  'someone without a project': { projectId: null, roles: [] },
} as const

function caller({ projectId, roles }: Pick<Context, 'projectId' | 'roles'>): Context {
  return { userId: 'u', userName: 'u', projectId, projectName: projectId, roles, requestId: 'req-1' }
}

function anImage(facts: Partial<Image> = {}): Image {
  const image = newImage({}, { id: '6a1c0b7e-3f2d-4c58-9b1e-2f6d8c9a7b10', owner: 'red', nowMs: 0 })
  return { ...image, status: 'active', sizeBytes: 1, ...facts }
}

const defaults = defaultRuleSet()
const usual = createEnforcer(() => defaults)

function enforcerOf(rules: Readonly<Record<string, string>>): Enforcer {
  const built = buildRuleSet(Object.entries(rules).map(([name, source]) => ({ name, source, line: 1 })))
  if (!built.ok) throw new Error(built.problems.map(({ message }) => message).join('\n'))
  return createEnforcer(() => built.ruleSet)
}

/** What the dashboard asks, and the rules that the server asks for the same thing. */
interface Pairing {
  readonly rules: readonly PolicyRule[]
  readonly shown: (image: Image, ctx: Context) => Verdict
  readonly image?: Partial<Image>
  readonly target?: (image: Image, ctx: Context) => PolicyTarget
}

const PAIRINGS: readonly Pairing[] = [
  {
    rules: ['add_image'],
    shown: (_, ctx) => imageCan.create(ctx),
    target: (image, ctx) => ({ image: { ...image, owner: ctx.projectId } }),
  },
  { rules: ['modify_image'], shown: imageCan.edit },
  { rules: ['modify_image'], shown: imageCan.protect },
  { rules: ['modify_image'], shown: imageCan.share },
  { rules: ['modify_image'], shown: imageCan.changeFormats, image: { status: 'queued' } },
  { rules: ['delete_image'], shown: imageCan.delete },
  { rules: ['upload_image'], shown: imageCan.upload, image: { status: 'queued' } },
  { rules: ['download_image'], shown: imageCan.download },
  { rules: ['deactivate'], shown: imageCan.deactivate },
  { rules: ['reactivate'], shown: imageCan.reactivate, image: { status: 'deactivated' } },
  {
    rules: ['modify_image', 'publicize_image'],
    shown: (image, ctx) => imageCan.setVisibility(image, ctx, 'public'),
  },
  {
    rules: ['modify_image', 'communitize_image'],
    shown: (image, ctx) => imageCan.setVisibility(image, ctx, 'community'),
  },
  { rules: ['add_member'], shown: imageCan.addMember, image: { visibility: 'shared' } },
  { rules: ['delete_member'], shown: imageCan.removeMember, image: { visibility: 'shared' } },
  {
    rules: ['modify_member'],
    shown: (image, ctx) => imageCan.answerShare(image, ctx, 'blue'),
    image: { visibility: 'shared' },
    target: (image) => ({ image, memberId: 'blue' }),
  },
]

/** As the database has it; everybody here but administrators sees shared images as a member. */
function isVisible(image: Image, ctx: Context): boolean {
  return image.visibility !== 'private' || image.owner === ctx.projectId || ctx.roles.includes('admin')
}

describe.each(Object.entries(PERSONAS))(
  'for the %s, the dashboard and the default rules agree',
  (_, persona) => {
    const ctx = caller(persona)

    test.each<Visibility>(['public', 'private', 'shared', 'community'])(
      'on what may be done with a %s image',
      (visibility) => {
        for (const {
          rules,
          shown,
          image: facts = {},
          target = (image: Image) => seenBy(ctx, image),
        } of PAIRINGS) {
          const image = anImage({ visibility, ...facts })
          if (!isVisible(image, ctx)) continue
          const expected = shown(image, ctx)
          const answer = allOf(...rules.map((rule) => usual.check(rule, ctx, target(image, ctx))))
          expect({ rules, visibility, ...answer }).toEqual({ rules, visibility, ...expected })
        }
      },
    )
  },
)

describe('reading', () => {
  const sees = (ctx: Context, image: Image) => usual.check('get_image', ctx, seenBy(ctx, image)).allowed

  test('takes the role reader, also for public images', () => {
    expect(sees(caller(PERSONAS['reader of another project']), anImage({ visibility: 'public' }))).toBe(true)
    expect(sees(caller(PERSONAS['nobody in the owning project']), anImage({ visibility: 'public' }))).toBe(
      false,
    )
  })

  test('of a private image is for its project, whatever the database found', () => {
    expect(sees(caller(PERSONAS['reader of another project']), anImage({ visibility: 'private' }))).toBe(
      false,
    )
    expect(sees(caller(PERSONAS['reader of the owning project']), anImage({ visibility: 'private' }))).toBe(
      true,
    )
  })
})

describe('a site’s own rules', () => {
  const member = caller(PERSONAS['member of another project'])

  test('decide, and explain themselves when they refuse', () => {
    const { check } = enforcerOf({ delete_image: 'role:cleaner or (role:member and not True:%(protected)s)' })
    expect(check('delete_image', member, { image: anImage({ isProtected: false }) }).allowed).toBe(true)
    expect(check('delete_image', member, { image: anImage({ isProtected: true }) })).toEqual({
      allowed: false,
      reason:
        'The policy delete_image does not allow it: it takes the role cleaner, or that this does not hold: that its protected is True.',
    })
  })

  test('see additional properties, but never the insides of an object', () => {
    const { check } = enforcerOf({ modify_image: "'gold':%(x_class)s", delete_image: "'a':%(constructor)s" })
    expect(
      check('modify_image', member, { image: anImage({ properties: { x_class: 'gold' } }) }).allowed,
    ).toBe(true)
    expect(check('modify_image', member, { image: anImage() }).allowed).toBe(false)
    expect(check('delete_image', member, { image: anImage() }).allowed).toBe(false)
  })

  test('say who is an administrator', () => {
    const enforcer = enforcerOf({ context_is_admin: 'role:cloud_admin' })
    const boss = { ...member, roles: ['cloud_admin'] }
    expect(enforcer.recognize(boss).isAdministrator).toBe(true)
    expect(enforcer.recognize(caller(PERSONAS.administrator)).isAdministrator).toBe(false)
    expect(enforcer.recognize(member)).toBe(member)
    expect(enforcer.check('publicize_image', boss, { image: anImage() }).allowed).toBe(true)
    expect(
      enforcerOf({ context_is_admin: 'role:cloud_admin', copy_image: 'is_admin:True' }).check(
        'copy_image',
        boss,
        {},
      ).allowed,
    ).toBe(true)
  })

  test('know the roles of a service that asks for a user', () => {
    const enforcer = enforcerOf({ fetch_image_location: 'service_roles:service' })
    expect(enforcer.check('fetch_image_location', { ...member, serviceRoles: ['service'] }, {}).allowed).toBe(
      true,
    )
    expect(enforcer.check('fetch_image_location', member, {}).allowed).toBe(false)
  })

  test('count from the moment they are there', () => {
    let ruleSet = defaults
    const enforcer = createEnforcer(() => ruleSet)
    expect(enforcer.check('copy_image', member, {}).allowed).toBe(false)
    const opened = buildRuleSet([{ name: 'copy_image', source: '@', line: 1 }])
    if (opened.ok) ruleSet = opened.ruleSet
    expect(enforcer.check('copy_image', member, {}).allowed).toBe(true)
  })
})
