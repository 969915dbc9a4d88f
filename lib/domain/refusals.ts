import { IMAGE_RULES, imageCan, type RefusedRules, type Subject } from './capabilities.ts'
import type { Context } from './context.ts'
import { type Image, VISIBILITIES } from './image.ts'
import { type ProjectQuota, QUOTA_RESOURCES } from './limits.ts'
import { type Policy, seenBy } from './policy.ts'
import type { Verdict } from './verdict.ts'

/** What a caller may not do with an image now, and why; what is not named may be done. */
export interface Refusals {
  /** By the policy alone, whatever the image's state is: by its rules' names. */
  readonly rules: RefusedRules
  /** By policy, state and quota together: `delete`, `setVisibility.public` … */
  readonly actions: Readonly<Record<string, string>>
  /** Of the properties that the image has, by name. */
  readonly properties: Readonly<Record<string, Readonly<Partial<Record<'update' | 'delete', string>>>>>
}

type PropertyOperation = 'create' | 'read' | 'update' | 'delete'

/** What is asked of the site's property protections. */
export interface PropertyGuard {
  may(operation: PropertyOperation, property: string, ctx: Context): boolean
  whoMay(operation: PropertyOperation, property: string): string
}

export interface RefusalDeps {
  readonly policy: Policy
  /** Null: the site protects no properties. */
  readonly propertyRules: PropertyGuard | null
}

/**
 * Asks the rules that guard the server, all of them, without doing anything.
 * @param quota The account of the image's owner; null: nobody pays, or it does not matter
 */
export function refusalsOf(
  deps: RefusalDeps,
  ctx: Context,
  image: Image,
  quota: ProjectQuota | null,
): Refusals {
  const rules = refusedRules(deps.policy, ctx, image)
  return {
    rules,
    actions: refusedActions({ ...image, refusedRules: rules }, ctx, quota),
    properties: refusedProperties(deps.propertyRules, ctx, image),
  }
}

function refusedRules(policy: Policy, ctx: Context, image: Image): RefusedRules {
  return reasonsOf(IMAGE_RULES.map((rule) => [rule, policy.check(rule, ctx, seenBy(ctx, image))]))
}

const ACTIONS = [
  ...([
    'edit',
    'changeFormats',
    'delete',
    'download',
    'deactivate',
    'reactivate',
    'protect',
    'share',
  ] as const),
  ...(['changeOwner', 'listMembers', 'addMember', 'removeMember', 'acceptShare'] as const),
] as const

function refusedActions(image: Subject, ctx: Context, quota: ProjectQuota | null): Record<string, string> {
  const upload = imageCan.upload(image, ctx)
  return reasonsOf([
    ...ACTIONS.map((action) => [action, imageCan[action](image, ctx)] as const),
    ...VISIBILITIES.map(
      (visibility) =>
        [`setVisibility.${visibility}`, imageCan.setVisibility(image, ctx, visibility)] as const,
    ),
    ['upload', upload.allowed ? hasRoom(quota) : upload],
  ])
}

/** Whether an upload of any size could begin. */
function hasRoom(quota: ProjectQuota | null): Verdict {
  for (const resource of QUOTA_RESOURCES) {
    if (resource !== 'image_size_total' && resource !== 'image_count_uploading') continue
    const limit = quota?.limits[resource] ?? null
    const { used, reserved } = quota?.usage[resource] ?? { used: 0, reserved: 0 }
    if (limit !== null && used + reserved >= limit) {
      return { allowed: false, reason: `The project has used up its ${resource} of ${limit}.` }
    }
  }
  return { allowed: true }
}

function refusedProperties(guard: PropertyGuard | null, ctx: Context, image: Image): Refusals['properties'] {
  return refusedKeys(guard, ctx, { names: Object.keys(image.properties), operations: ['update', 'delete'] })
}

interface AskedKeys<Operation> {
  readonly names: Iterable<string>
  readonly operations: readonly Operation[]
}

/** Why the caller may not do something with properties of these names, on whatever image; by name. */
export function refusedKeys<Operation extends PropertyOperation>(
  guard: PropertyGuard | null,
  ctx: Context,
  { names, operations }: AskedKeys<Operation>,
): Readonly<Record<string, Readonly<Partial<Record<Operation, string>>>>> {
  if (guard === null) return {}
  const entries = [...names].map((name) => {
    const verdicts = operations.map((operation): readonly [string, Verdict] => {
      const reason = `The property ${name} is protected: ${guard.whoMay(operation, name)} may ${operation} it.`
      return [operation, guard.may(operation, name, ctx) ? { allowed: true } : { allowed: false, reason }]
    })
    return [name, reasonsOf(verdicts) as Partial<Record<Operation, string>>] as const
  })
  return Object.fromEntries(entries.filter(([, reasons]) => Object.keys(reasons).length > 0))
}

function reasonsOf(verdicts: readonly (readonly [string, Verdict])[]): Record<string, string> {
  return Object.fromEntries(
    verdicts.flatMap(([name, verdict]) => (verdict.allowed ? [] : [[name, verdict.reason] as const])),
  )
}
