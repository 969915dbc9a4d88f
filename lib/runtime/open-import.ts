import type { ApiDeps } from '../api/api-env.ts'
import type { Config } from '../config.ts'
import type { Database } from '../db/database.ts'
import { createImportRecords } from '../db/tasks/import-records.ts'
import { createTaskRecords } from '../db/tasks/task-records.ts'
import { systemContext } from '../domain/context.ts'
import { isDomainError } from '../domain/errors.ts'
import type { Limits } from '../domain/limits.ts'
import type { Policy } from '../domain/policy.ts'
import type { ImageRecords, ImageRepository } from '../domain/repository.ts'
import type { Quota } from '../domain/reservations.ts'
import { isOfStores } from '../domain/task.ts'
import { COPY_METHOD, type ImportDeps, STAGED_METHOD } from '../import/import-deps.ts'
import { importHandler } from '../import/import-handler.ts'
import { repeatImport } from '../import/repeat-import.ts'
import { startImport } from '../import/start-import.ts'
import { sweepImports } from '../import/sweep-imports.ts'
import { systemClock } from '../jobs/clock.ts'
import type { PeriodicJob } from '../jobs/periodic.ts'
import type { Imports } from '../layers/location.ts'
import { createLocationImports, locationImportHandler } from '../locations/location-imports.ts'
import type { Log } from '../log.ts'
import type { StoreRegistry } from '../stores/registry.ts'
import { createTaskDesk } from '../tasks/task-desk.ts'
import type { TaskHandler } from '../tasks/task-handler.ts'
import { createTaskRunner, type TaskRunner } from '../tasks/task-runner.ts'
import type { StoreDesk } from '../upkeep/store-desk.ts'
import { locationImportPorts } from './location-import-ports.ts'
import type { ImportWays } from './open-import-ways.ts'
import type { OpenUploads } from './open-uploads.ts'

export interface ImportParts extends ImportWays {
  readonly config: Config
  readonly database: Database
  readonly images: ImageRecords
  readonly stores: StoreRegistry
  readonly uploads: OpenUploads
  readonly quota: Quota
  readonly limits: Limits
  /** Other work in the background. */
  readonly handlers: readonly TaskHandler[]
  readonly log: Log
}

export interface OpenImport {
  /** For the location layer. */
  readonly imports: Imports
  readonly jobs: readonly PeriodicJob[]
  readonly runner: Pick<TaskRunner, 'wake' | 'nudge'>
  /** What the API needs; tasks are repeated through the whole onion. */
  forApi(
    images: ImageRepository,
    policy: Policy,
    care: Pick<StoreDesk, 'repeat'>,
  ): Pick<ApiDeps, 'tasks' | 'importMethods' | 'locationImports'>
  /** Gives the tasks at work back. */
  close(): Promise<void>
}

/** Imports and the tasks that do them. */
export function openImport(parts: ImportParts): OpenImport {
  const { config, database, log } = parts
  const { node } = parts.uploads.uploads
  const records = createTaskRecords(database)
  const report = (what: string, error: unknown) =>
    log.warn({ err: error }, `Trouble ${what}; it will be tried again.`)
  const deps: ImportDeps = { ...importDeps(parts), wake: () => runner.wake() }
  const locationPorts = locationImportPorts({ ...parts, ...deps, tasks: records })
  const handlers: readonly TaskHandler[] = [
    locationImportHandler(locationPorts),
    importHandler(deps, 'api_image_import'),
    importHandler(deps, 'import'),
    ...parts.handlers,
  ]
  const { VITRINE_TASKS_AT_ONCE: mostAtOnce } = config
  const runner = createTaskRunner({
    ...{ records, handlers, mostAtOnce, report, clock: systemClock, node: node },
  })
  return {
    runner,
    imports: { start: (ctx, image, request) => startImport(deps, ctx, image, request) },
    jobs: [
      ...runner.jobs,
      { name: 'sweep imports', everyMs: 60_000, run: () => sweepImports({ ...deps, tasks: records }) },
    ],
    forApi: (images, policy, care) => ({
      tasks: createTaskDesk({
        ...{ records, policy, nudge: runner.nudge, nowMs: systemClock.nowMs },
        repeat: (ctx, task) => (isOfStores(task) ? care.repeat(ctx, task) : repeatImport(images, ctx, task)),
      }),
      importMethods: deps.settings.methods,
      locationImports: createLocationImports(locationPorts),
    }),
    close: runner.close,
  }
}

function importDeps(parts: ImportParts): Omit<ImportDeps, 'wake'> {
  const { config, database, images, stores, quota, sources, plugins } = parts
  const { uploads, staging } = parts.uploads
  const possible = new Set([STAGED_METHOD, COPY_METHOD, ...sources.map(({ method }) => method)])
  return {
    ...{ stores, staging, quota, sources, plugins, clock: systemClock },
    records: createImportRecords(database),
    imageOf: (imageId) => images.get(systemContext('import'), imageId).catch(absent),
    copyInto: uploads.copyInto,
    assertSigned: uploads.assertSigned,
    removeDoomed: uploads.removeDoomed,
    settings: {
      methods: config.VITRINE_ENABLED_IMPORT_METHODS.filter((method) => possible.has(method)),
      sizeCapBytes: config.VITRINE_IMAGE_SIZE_CAP_BYTES,
      requireFormatMatch: config.VITRINE_REQUIRE_FORMAT_MATCH,
      storesAtOnce: config.VITRINE_IMPORT_STORES_AT_ONCE,
    },
  }
}

function absent(error: unknown): null {
  if (isDomainError(error, 'not_found')) return null
  throw error
}
