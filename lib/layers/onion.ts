import type { EventRecorder } from '#lib/domain/events.ts'
import type { Limits } from '#lib/domain/limits.ts'
import type { Policy } from '#lib/domain/policy.ts'
import type { ImageLayer, ImageRecords, ImageRepository } from '#lib/domain/repository.ts'
import { authLayer } from './auth.ts'
import { notifierLayer } from './notifier.ts'
import { policyLayer } from './policy.ts'
import { type PropertyRules, propertyProtectionLayer } from './property-protection.ts'
import { type ImageLimits, quotaLayer } from './quota.ts'

export interface OnionDeps {
  /** The location layer: the only one that turns records into a whole repository. */
  readonly location: (records: ImageRecords) => ImageRepository
  readonly limits: ImageLimits
  readonly projectLimits: Limits
  readonly policy: Policy
  readonly events: EventRecorder
  readonly propertyRules: PropertyRules | null
}

/** The layers by name, from the inside out. */
export function imageLayers(deps: Omit<OnionDeps, 'location'>): Readonly<Record<string, ImageLayer>> {
  return {
    quota: quotaLayer(deps.limits, deps.projectLimits),
    policy: policyLayer(deps.policy),
    notifier: notifierLayer(deps.events),
    'property protection': propertyProtectionLayer(deps.propertyRules),
    auth: authLayer(),
  }
}

/** The architecture on one screen, read from the inside out. Built once; the context is an argument of every verb. */
export function buildImages(records: ImageRecords, deps: OnionDeps): ImageRepository {
  const core = deps.location(records)
  return Object.values(imageLayers(deps)).reduce((inner, layer) => layer(inner), core)
}
