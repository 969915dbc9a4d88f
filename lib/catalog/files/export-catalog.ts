import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { historyToLine, resourceTypeToLine } from '#lib/contract/catalog-definitions.ts'
import {
  CATALOG_FORMAT,
  CATALOG_VERSION,
  type CatalogLimits,
  EXPORTED_STATUSES,
  imageToLine,
  manifestToText,
} from '#lib/contract/catalog-file.ts'
import type { CatalogImage, CatalogRecords } from '#lib/domain/catalog.ts'
import { isDomainError } from '#lib/domain/errors.ts'
import type { MetadefRecords } from '#lib/domain/metadefs/metadef-records.ts'
import type { NamespaceTree } from '#lib/domain/metadefs/namespace.ts'
import type { StoreInfo } from '#lib/domain/stores.ts'
import { writeFolder } from '#lib/metadefs/write-folder.ts'
import type { Report } from '../report.ts'
import { type DataExport, exportData } from './export-data.ts'
import { hashFile, writeLines } from './line-file.ts'

export interface CatalogExport {
  readonly folder: string
  readonly records: CatalogRecords
  readonly metadefs: Pick<MetadefRecords, 'all' | 'versions' | 'resourceTypes'>
  readonly limits: CatalogLimits
  readonly stores: readonly StoreInfo[]
  /** Null: the catalog without data. */
  readonly data: DataExport | null
  readonly report: Report
  readonly nowMs: number
}

const PAGE = 200

/**
 * Writes a whole catalog into a folder: see docs/catalog-files.md. Data that an earlier run has written stays; all else
 * is written anew. Holds one page of images in memory. @throws the file system's error
 */
export async function exportCatalog(exporting: CatalogExport): Promise<void> {
  const { folder } = exporting
  await mkdir(join(folder, 'data'), { recursive: true, mode: 0o700 })
  // Without it the folder is no catalog: it comes last.
  await rm(join(folder, 'catalog.json'), { force: true })
  await rm(join(folder, 'metadefs'), { recursive: true, force: true })
  const images = await writeLines(join(folder, 'images.ndjson'), imageLines(exporting))
  const definitions = await exportDefinitions(exporting)
  await writeJson(join(folder, 'stores.json'), exporting.stores)
  const limits = await writeJson(join(folder, 'limits.json'), exporting.limits)
  const manifest = {
    ...{ format: CATALOG_FORMAT, version: CATALOG_VERSION, written_at: exporting.nowMs },
    files: { 'images.ndjson': images, 'limits.json': limits, ...definitions },
  }
  await writeFile(join(folder, 'catalog.json'), manifestToText(manifest), { mode: 0o600, flush: true })
}

async function exportDefinitions({ folder, metadefs, report }: CatalogExport) {
  const trees = await metadefs.all()
  await writeFolder(join(folder, 'metadefs'), trees)
  for (const { name } of trees) report.note({ what: 'namespace', id: name, outcome: 'taken' })
  const names = (await readdir(join(folder, 'metadefs'))).map((name) => `metadefs/${name}`)
  const facts = names.map(async (name) => [name, { sha256: await hashFile(join(folder, name)) }] as const)
  return {
    ...Object.fromEntries(await Promise.all(facts)),
    'metadef-history.ndjson': await writeLines(
      join(folder, 'metadef-history.ndjson'),
      historyLines(metadefs, trees),
    ),
    'resource-types.ndjson': await writeLines(join(folder, 'resource-types.ndjson'), typeLines(metadefs)),
  }
}

async function* historyLines(
  metadefs: CatalogExport['metadefs'],
  trees: readonly NamespaceTree[],
): AsyncGenerator<string> {
  for (const tree of trees) yield historyToLine(tree, await metadefs.versions(tree.name))
}

async function* typeLines(metadefs: CatalogExport['metadefs']): AsyncGenerator<string> {
  for (const type of await metadefs.resourceTypes()) yield resourceTypeToLine(type)
}

async function writeJson(path: string, value: unknown) {
  const text = `${JSON.stringify(value, null, 2)}\n`
  await writeFile(path, text, { mode: 0o600, flush: true })
  return { sha256: await hashFile(path) }
}

async function* imageLines(exporting: CatalogExport): AsyncGenerator<string> {
  let after: string | null = null
  for (;;) {
    const page: readonly CatalogImage[] = await exporting.records.page(after, PAGE)
    for (const entry of page) {
      const line = await lineOf(exporting, entry)
      if (line !== null) yield line
    }
    after = page.at(-1)?.image.id ?? null
    if (after === null) return
  }
}

/** Null: refused, and noted. */
async function lineOf({ data, report }: CatalogExport, entry: CatalogImage): Promise<string | null> {
  const { image } = entry
  const about = { what: 'image', id: image.id, name: image.name } as const
  if (!EXPORTED_STATUSES.some((each) => each === image.status)) {
    report.note({ ...about, outcome: 'refused', why: `status ${image.status}` })
    return null
  }
  try {
    const isCarried = data !== null && image.locations.length > 0
    const line = imageToLine({ entry, data: isCarried ? await exportData(data, image) : null })
    report.note({ ...about, outcome: 'taken' })
    return line
  } catch (error) {
    if (!isDomainError(error)) throw error
    report.note({ ...about, outcome: 'refused', why: 'no good data', detail: error.message })
    return null
  }
}
