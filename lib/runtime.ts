import type { ApiDeps } from './api/api-env.ts'
import { measuredImages } from './api/measured-images.ts'
import { type Config, loadConfig, tellNextAuthItsAddress } from './config.ts'
import { type Database, openDatabase, ping } from './db/database.ts'
import { createProjectNames } from './db/identity-project-names.ts'
import { createUserNames } from './db/identity-user-names.ts'
import { createImageRecords } from './db/image-records.ts'
import { createProjectOf } from './db/images/project-of.ts'
import { createShareRecords } from './db/images/shares.ts'
import type { ProgressSink } from './domain/events.ts'
import { bootstrapIdentity } from './identity/bootstrap.ts'
import { createEmbeddedIdentity, type EmbeddedIdentity } from './identity/embedded.ts'
import { authenticateRequest } from './identity/request-context.ts'
import { loadSessionSecret } from './identity/session-secret.ts'
import { buildImages } from './layers/onion.ts'
import type { ImageLimits } from './layers/quota.ts'
import { createLog, type Log } from './log.ts'
import { createMetrics } from './metrics.ts'
import { databaseUrl } from './runtime/database-url.ts'
import { openBackground } from './runtime/open-background.ts'
import { openDataFolder, openTables } from './runtime/open-data.ts'
import { openEnds } from './runtime/open-ends.ts'
import { openFamilies } from './runtime/open-families.ts'
import { openImageRules } from './runtime/open-image-rules.ts'
import { openImportWays } from './runtime/open-import-ways.ts'
import { openJobs } from './runtime/open-jobs.ts'
import { openKeeping } from './runtime/open-keeping.ts'
import { openMetadefs } from './runtime/open-metadefs.ts'
import { type Net, openNet } from './runtime/open-net.ts'
import { openNotifications } from './runtime/open-notifications.ts'
import { openPolicy } from './runtime/open-policy.ts'
import { openQuota } from './runtime/open-quota.ts'
import { openStores } from './runtime/open-stores.ts'

/** Everything that lives as long as the process. */
export interface Runtime extends ApiDeps {
  readonly config: Config
  readonly log: Log
  readonly database: Database
  readonly identity: EmbeddedIdentity
  /** For addresses that people give to the server. */
  readonly net: Net
  /** Where uploads tell how far they are. */
  readonly progress: ProgressSink
  /** Seals the browser's session cookies. */
  readonly sessionSecret: string
  /** The administrator's password if this start made it up: shown once by whoever started the program, never logged. */
  readonly generatedPassword?: string
  /** Ends what has no end of its own (streams of events), and lets the service say that it is not ready. */
  beginDrain(): void
  /** Ends background work and closes what is open. */
  close(): Promise<void>
}

// server.ts, Next's routes and its instrumentation load separate copies of this module; globalThis is shared.
const shared = globalThis as { vitrineRuntime?: Promise<Runtime> }

/** The process's one runtime, made at the first call. */
export function getRuntime(): Promise<Runtime> {
  shared.vitrineRuntime ??= startRuntime()
  return shared.vitrineRuntime
}

async function startRuntime(): Promise<Runtime> {
  const config = loadConfig()
  tellNextAuthItsAddress(config)
  return createRuntime(config)
}

/** The composition root: the only place that names concrete adapters. Tests make their own, over databases of theirs. */
export async function createRuntime(
  config: Config,
  database = openDatabase(databaseUrl(config)),
): Promise<Runtime> {
  const log = createLog(config.VITRINE_LOG_LEVEL)
  // Before anything is opened: a refused file stops the start.
  const { policy, propertyRules, rulesInForce, close: closePolicy } = await openPolicy(config, log)
  const stores = await openStores(config, createProjectOf(database))
  const net = openNet(config)
  const imageRules = await openImageRules(config)
  const importWays = await openImportWays({ config, net, log, imageRules, propertyRules })
  await openDataFolder(config.dataDir)
  await openTables(config, database)
  const identity = createEmbeddedIdentity({ database, config, clock: Date.now, log })
  const sessionSecret = await loadSessionSecret(config)
  const metadefs = await openMetadefs({ config, database, policy, log })
  // Last of what can stop the start: a password that it makes up is told only once.
  const bootstrapped = await bootstrapIdentity(identity, config)
  const drain = new AbortController()
  const records = createImageRecords(database)
  const notifications = openNotifications({ config, net, sessionSecret, database, records, log })
  const { limits: projectLimits, quota, quotas } = openQuota(config, database)
  const keeping = await openKeeping({
    ...{ config, database, records, stores, quota, log, events: notifications.served.progress },
  })
  const ends = openEnds(database, { records, log })
  const metrics = createMetrics()
  const background = openBackground({
    ...{ config, database, images: records, stores, uploads: keeping.uploads, quota, log, ...importWays },
    ...{ limits: projectLimits, metrics, events: notifications.recorder },
  })
  const onion = buildImages(records, {
    location: keeping.uploads.location(background.imports),
    limits: imageLimits(config),
    ...{ projectLimits, policy, events: notifications.recorder, propertyRules },
  })
  const images = measuredImages(metrics)(onion)
  const jobs = openJobs([...keeping.jobs, ...background.jobs, ...notifications.jobs, ...ends.jobs], log)
  return {
    ...{ config, log, imageRules, database, identity, net, sessionSecret },
    importPreview: importWays.preview,
    ...bootstrapped,
    ...{ images, metadefs, quotas, stores },
    shares: createShareRecords(database),
    ...{ projects: createProjectNames(database), users: createUserNames(database) },
    families: openFamilies(database, { images, policy, propertyRules }),
    ...keeping.desks,
    deactivations: ends.deactivations,
    shareEnds: ends.shareEnds,
    policy,
    ...background.forApi(images, policy),
    rulesInForce,
    ...notifications.served,
    propertyRules,
    metrics,
    draining: drain.signal,
    readinessChecks: { database: () => ping(database), store: keeping.uploads.checkStore },
    authenticate: (request, requestId) =>
      authenticateRequest(request, { identity, sessionSecret, config }, requestId),
    clock: Date.now,
    beginDrain: () => drain.abort(),
    async close() {
      closePolicy()
      await jobs.close()
      await background.close()
      await notifications.close()
      await keeping.close()
      identity.close()
      await database.close()
    },
  }
}

function imageLimits(config: Config): ImageLimits {
  return {
    properties: config.VITRINE_IMAGE_PROPERTIES,
    tags: config.VITRINE_IMAGE_TAGS,
    members: config.VITRINE_IMAGE_MEMBERS,
    locations: config.VITRINE_IMAGE_LOCATIONS,
    sizeBytes: config.VITRINE_IMAGE_SIZE_CAP_BYTES,
  }
}
