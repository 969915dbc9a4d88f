import { parseArgs } from 'node:util'
import { exportCatalog } from '#lib/catalog/files/export-catalog.ts'
import { createReport } from '#lib/catalog/report.ts'
import type { Config } from '#lib/config.ts'
import { readAllLimits } from '#lib/db/catalog/catalog-limits.ts'
import { createMetadefRecords } from '#lib/db/metadefs/metadef-records.ts'
import { inOrder, openFirst } from '#lib/layers/location-data.ts'
import { withCatalog } from './open-catalog.ts'
import { withReportFile } from './report-file.ts'
import { UsageError } from './usage-error.ts'

const USAGE = `npm run cli -- export FOLDER [--data] [--report FILE]
  Writes all images, metadata definitions and limits into files of the folder; see docs/catalog-files.md.
  --data     the images' data, too; what an earlier run has written is not written again
  --report   writes what became of each image into a file, a line of JSON each`

/** @returns what to tell @throws UsageError */
export async function runExport(config: Config, args: readonly string[]): Promise<string> {
  const { folder, hasData, reportPath } = parseExportArgs(args)
  return withCatalog(config, ({ database, records, stores }) =>
    withReportFile(reportPath, async (each) => {
      const report = createReport({ isDry: false, each })
      const signal = new AbortController().signal
      await exportCatalog({
        ...{ folder, records, report, nowMs: Date.now(), stores: stores.infos },
        metadefs: createMetadefRecords(database),
        limits: await readAllLimits(database),
        data: hasData
          ? {
              folder,
              signal,
              open: (image) => openFirst(stores, inOrder(stores, image), { range: null, signal }),
            }
          : null,
      })
      return `Written to ${folder}:\n${report.text()}`
    }),
  )
}

function parseExportArgs(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { data: { type: 'boolean', default: false }, report: { type: 'string' } },
    })
    const [folder, ...more] = positionals
    if (folder === undefined || more.length > 0) throw new UsageError(USAGE)
    return { folder, hasData: values.data, reportPath: values.report }
  } catch (cause) {
    throw new UsageError(USAGE, { cause })
  }
}
