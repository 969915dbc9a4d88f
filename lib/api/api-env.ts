import type { HttpBindings } from '@hono/node-server'
import type { Context as HonoContext } from 'hono'
import type { Config } from '#lib/config.ts'
import type { ImageRules } from '#lib/contract/image-fields.ts'
import type { PropertyCheck } from '#lib/contract/metadefs/check-properties.ts'
import type { CacheDesk } from '#lib/domain/cache.ts'
import type { Context } from '#lib/domain/context.ts'
import type { DeactivationRecords } from '#lib/domain/deactivation.ts'
import type { Quotas } from '#lib/domain/limits.ts'
import type { LocationImports } from '#lib/domain/location-imports.ts'
import type { Metadefs } from '#lib/domain/metadefs/metadefs.ts'
import type { Policy } from '#lib/domain/policy.ts'

import type { EventLog, UserNames } from '#lib/domain/recorded-events.ts'

import type { PropertyGuard } from '#lib/domain/refusals.ts'

import type { ImageRepository } from '#lib/domain/repository.ts'
import type { RulesInForce } from '#lib/domain/rules-in-force.ts'
import type { ProjectNames, ShareEnds, ShareRecords } from '#lib/domain/shares.ts'
import type { StoreDirectory } from '#lib/domain/stores.ts'
import type { TrashRecords } from '#lib/domain/trash.ts'
import type { FamilyDesk } from '#lib/families/family-desk.ts'
import type { ImportPreview } from '#lib/import/preview/create-preview.ts'
import type { Log } from '#lib/log.ts'
import type { Metrics } from '#lib/metrics.ts'
import type { LiveEvents } from '#lib/notifications/feed.ts'
import type { WebhookDesk } from '#lib/notifications/webhooks/webhook-desk.ts'
import type { TaskDesk } from '#lib/tasks/task-desk.ts'
import type { StoreDesk } from '#lib/upkeep/store-desk.ts'
import type { UploadDirectory } from '#lib/uploads/upload-directory.ts'

/** The head of a request, as far as it says who asks. A web `Request` has it. */
export interface RequestHead {
  readonly method: string
  readonly headers: { get(name: string): string | null | undefined }
}

/** What the HTTP edge needs of the rest of the program. */
export interface ApiDeps {
  readonly config: Config
  readonly log: Log
  /** What this site lets images declare. */
  readonly imageRules: ImageRules
  readonly images: ImageRepository
  readonly metadefs: Metadefs & {
    /** What the public definitions say about properties of images. */
    publishedCheck(): Promise<PropertyCheck>
  }
  /** What is shared with the asker's project. */
  readonly shares: ShareRecords
  readonly shareEnds: ShareEnds
  readonly projects: ProjectNames
  readonly users: UserNames
  readonly stores: StoreDirectory
  readonly storeDesk: StoreDesk
  readonly trash: TrashRecords
  readonly deactivations: DeactivationRecords
  readonly families: FamilyDesk
  readonly importPreview: ImportPreview
  readonly quotas: Quotas
  readonly locationImports: LocationImports
  /** Null where the site has no image cache. */
  readonly cache: CacheDesk | null
  /** For questions that no verb of an image asks. */
  readonly policy: Policy
  /** Who may change which property; null where the site protects none. */
  readonly propertyRules: PropertyGuard | null
  /** The rules of the site as they hold now. */
  rulesInForce(): RulesInForce
  /** Looks unfinished and lately finished uploads up. */
  readonly uploads: UploadDirectory
  readonly events: LiveEvents
  readonly eventLog: EventLog
  readonly tasks: TaskDesk
  /** Ways to import that this site has enabled, in its order. */
  readonly importMethods: readonly string[]
  readonly webhooks: WebhookDesk
  readonly metrics: Metrics
  /** Aborted when the process begins to end: streams without an end of their own close. */
  readonly draining: AbortSignal
  /** What must work for the service to be ready, by name. Each throws when it does not. */
  readonly readinessChecks: Readonly<Record<string, () => Promise<void>>>
  /** @throws `unauthenticated`, `forbidden` another site's page, `unavailable` */
  authenticate(request: RequestHead, requestId: string): Promise<Context>
  /** Milliseconds since the epoch. */
  clock(): number
}

export interface ApiEnv {
  /** Absent where there is no Node server underneath: in tests and inside Next. */
  Bindings: Partial<HttpBindings>
  Variables: {
    api: ApiDeps
    requestId: string
    /** Set on the routes that need a token. */
    ctx: Context
  }
}

export type ApiContext = HonoContext<ApiEnv>

/** The Node request and answer below this one, where there are any. */
export function nodeSide(c: Pick<ApiContext, 'env'>): Partial<HttpBindings> {
  // Hono's type does not say it, but without a server below there is no env at all.
  return (c.env as Partial<HttpBindings> | undefined) ?? {}
}
