import { randomUUID } from 'node:crypto'
import { parseArgs } from 'node:util'
import { adopt } from '#lib/catalog/glance/adopt.ts'
import { type GlanceSettings, glanceSettingsIn } from '#lib/catalog/glance/glance-settings.ts'
import { createReport } from '#lib/catalog/report.ts'
import { readTextFile } from '#lib/config/site-file.ts'
import type { Config } from '#lib/config.ts'
import { openGlance } from '#lib/db/glance/open-glance.ts'
import { systemContext } from '#lib/domain/context.ts'
import { withCatalog } from './open-catalog.ts'
import { withReportFile } from './report-file.ts'
import { readStoreRules } from './store-rules.ts'
import { UsageError } from './usage-error.ts'

const USAGE = `npm run cli -- adopt GLANCE [--dry-run] [--map FROM=STORE …] [--no-check] [--report FILE]
  Takes images and metadata definitions from the database of a Glance, and leaves the data where it lies. Run again, it
  takes what is new or has changed there, and never touches what was changed here. See docs/adopt.md.
  GLANCE       glance-api.conf, or the address of its database: mysql+pymysql://…, postgresql://…, sqlite:////…
  --dry-run    looks at everything and writes nothing
  --map        FROM, a store of Glance or the beginning of its urls, is our store STORE; may be given several times
  --no-check   does not ask the stores whether the data is there
  --report     writes what became of each image into a file, a line of JSON each`

const MOST_CONF_BYTES = 4 * 1024 * 1024

/** @returns what to tell @throws UsageError */
export async function runAdopt(config: Config, args: readonly string[]): Promise<string> {
  const { source, maps, isDry, isChecking, reportPath } = parseAdoptArgs(args)
  const { connection, secret } = await settingsOf(source)
  return withCatalog(config, async ({ records, stores, check }) => {
    const rules = readStoreRules(maps, stores)
    const glance = openGlance(connection)
    try {
      return await withReportFile(reportPath, async (each) => {
        const report = createReport({ isDry, each })
        await adopt({
          ...{ glance, records, report, isDry, ctx: systemContext(`adopt-${randomUUID()}`) },
          places: { rules, stores, secret },
          check: isChecking ? check : null,
          tell: tellProgress,
        })
        return report.text()
      })
    } finally {
      await glance.close()
    }
  })
}

const TOLD_EVERY = 1000

function tellProgress(done: number): void {
  if (done % TOLD_EVERY === 0) process.stderr.write(`${done} images were looked at.\n`)
}

function parseAdoptArgs(args: readonly string[]) {
  const { values, positionals } = parsedOrUsage(args)
  const [source, ...more] = positionals
  if (source === undefined || more.length > 0) throw new UsageError(USAGE)
  return {
    source,
    maps: values.map,
    isDry: values['dry-run'],
    isChecking: !values['no-check'],
    reportPath: values.report,
  }
}

function parsedOrUsage(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        'dry-run': { type: 'boolean', default: false },
        'no-check': { type: 'boolean', default: false },
        map: { type: 'string', multiple: true, default: [] },
        report: { type: 'string' },
      },
    })
  } catch (cause) {
    throw new UsageError(USAGE, { cause })
  }
}

/** An address has a scheme; all else is a file. */
async function settingsOf(source: string): Promise<GlanceSettings> {
  if (/^[a-z][a-z0-9+_]*:/i.test(source)) return { connection: source, secret: undefined }
  const settings = glanceSettingsIn(await readTextFile(source, MOST_CONF_BYTES))
  if (settings !== null) return settings
  throw new UsageError(`${source} has no connection in its section [database].`)
}
