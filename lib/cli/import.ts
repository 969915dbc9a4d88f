import { randomUUID } from 'node:crypto'
import { parseArgs } from 'node:util'
import { importCatalog } from '#lib/catalog/files/import-catalog.ts'
import { createReport } from '#lib/catalog/report.ts'
import type { Config } from '#lib/config.ts'
import { type AllLimits, takeLimits } from '#lib/db/catalog/catalog-limits.ts'
import type { Database } from '#lib/db/database.ts'
import { systemContext } from '#lib/domain/context.ts'
import { systemClock } from '#lib/jobs/clock.ts'
import { createYoungGarbage } from '#lib/stores/young-garbage.ts'
import { createBlockPool } from '#lib/uploads/blocks.ts'
import { type CopyPorts, copyInto } from '#lib/uploads/copy-into.ts'
import { hashData } from '#lib/uploads/hash-data.ts'
import { createHashPool } from '#lib/uploads/hash-pool.ts'
import { withCatalog } from './open-catalog.ts'
import { withReportFile } from './report-file.ts'
import { readStoreRules } from './store-rules.ts'
import { UsageError } from './usage-error.ts'

const USAGE = `npm run cli -- import FOLDER [--dry-run] [--replace] [--store STORE] [--map FROM=STORE …] [--no-check] [--report FILE]
  Takes in what “export” wrote; see docs/catalog-files.md. Run again, it goes on where it was interrupted.
  --dry-run    looks at everything and writes nothing
  --replace    what is here becomes what the catalog says; without it, what was changed here stays
  --store      where data that comes along goes; otherwise where it was, if there is such a store, or into the default
  --map        for data that does not come along: FROM, a store there or the beginning of urls, is STORE here
  --no-check   does not ask the stores whether data that does not come along is there
  --report     writes what became of each image into a file, a line of JSON each`

/** @returns what to tell @throws UsageError */
export async function runImport(config: Config, args: readonly string[]): Promise<string> {
  const { folder, values } = parseImportArgs(args)
  const isDry = values['dry-run']
  return withCatalog(config, ({ database, records, stores, check }) =>
    withReportFile(values.report, async (each) => {
      const report = createReport({ isDry, each })
      const rules = readStoreRules(values.map, stores)
      // An unknown one is told before anything is written.
      if (values.store !== undefined) stores.writable(values.store)
      const copying = openCopying(config)
      try {
        await importCatalog({
          ...{ folder, records, report, isDry, isReplacing: values.replace, nowMs: Date.now() },
          ctx: systemContext(`import-${randomUUID()}`),
          places: { rules, stores },
          check: values['no-check'] ? null : check,
          data: {
            ...{ folder, stores, storeId: values.store, signal: new AbortController().signal },
            copyInto: (request) => copyInto(copying, request),
            hash: (stream, algos, tell) => hashData(copying, stream, algos, tell),
          },
          takeLimits: (limits) => takeAll(database, limits),
        })
      } finally {
        await copying.hashes.close()
      }
      return report.text()
    }),
  )
}

function openCopying(config: Config): CopyPorts {
  return {
    ...{ hashes: createHashPool({ appDir: config.appDir }), blocks: createBlockPool() },
    ...{ clock: systemClock, garbage: createYoungGarbage() },
    idleMs: config.VITRINE_UPLOAD_IDLE_SECONDS * 1000,
  }
}

async function takeAll(database: Database, limits: AllLimits): Promise<readonly string[]> {
  const { written, kept } = await takeLimits(database, limits)
  return [
    ...(written === 0 ? [] : [`limits taken: ${written}`]),
    ...kept.map((what) => `limit kept, being another here: ${what}`),
  ]
}

function parseImportArgs(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        'dry-run': { type: 'boolean', default: false },
        replace: { type: 'boolean', default: false },
        'no-check': { type: 'boolean', default: false },
        store: { type: 'string' },
        map: { type: 'string', multiple: true, default: [] },
        report: { type: 'string' },
      },
    })
    const [folder, ...more] = positionals
    if (folder === undefined || more.length > 0) throw new UsageError(USAGE)
    return { folder, values }
  } catch (cause) {
    throw new UsageError(USAGE, { cause })
  }
}
