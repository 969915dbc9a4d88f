import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type DefinitionHistory,
  parseHistoryLine,
  parseResourceTypeLine,
} from '#lib/contract/catalog-definitions.ts'
import {
  type CatalogLimits,
  type ImageLine,
  parseImageLine,
  parseLimits,
  parseManifest,
} from '#lib/contract/catalog-file.ts'
import type { CatalogImage, Standing } from '#lib/domain/catalog.ts'
import { decideTake } from '#lib/domain/catalog.ts'
import { DomainError, invalid } from '#lib/domain/errors.ts'
import { readFolder } from '#lib/metadefs/read-folder.ts'
import { checkData, type DataCheck } from '../check-data.ts'
import { type Place, type PlaceRules, placeOf } from '../place-of.ts'
import { type TakeIn, takeImage, takeNamespace } from '../take-in.ts'
import { type DataImport, withDataOf } from './import-data.ts'
import { hashFile, readLines } from './line-file.ts'

export interface CatalogImport extends TakeIn {
  readonly folder: string
  readonly places: PlaceRules
  /** Looks whether data is there that the catalog does not carry; null: it is believed. */
  readonly check: DataCheck | null
  readonly data: DataImport
  /** Writes what is not here yet. @returns a line about what is here otherwise */
  readonly takeLimits: (limits: CatalogLimits) => Promise<readonly string[]>
  readonly nowMs: number
}

const PAGE = 200

/**
 * Takes a catalog in that `exportCatalog` wrote. Nothing is written before every file is what catalog.json says. May be
 * interrupted and run again. Holds one page of images in memory.
 * @throws `invalid` for a folder that is no whole catalog
 */
export async function importCatalog(importing: CatalogImport): Promise<void> {
  const { folder, report } = importing
  await assertWhole(folder)
  await importDefinitions(importing)
  const limits = parseLimits(await readFile(join(folder, 'limits.json'), 'utf8'))
  if (!importing.isDry) for (const line of await importing.takeLimits(limits)) report.remark(line)
  let page: ImageLine[] = []
  let number = 0
  for await (const text of readLines(join(folder, 'images.ndjson'))) {
    number += 1
    const line = readLine(importing, text, number)
    if (line !== null) page.push(line)
    if (page.length < PAGE) continue
    await importPage(importing, page)
    page = []
  }
  await importPage(importing, page)
}

async function assertWhole(folder: string): Promise<void> {
  const text = await readFile(join(folder, 'catalog.json'), 'utf8').catch((cause: unknown) => {
    const message = `${folder} has no catalog.json: it is no catalog, or its export did not come to its end.`
    throw new DomainError('invalid', message, { cause })
  })
  const manifest = parsedOrInvalid('catalog.json', () => parseManifest(text))
  for (const [name, { sha256 }] of Object.entries(manifest.files)) {
    // Names are ours; one that leads out of the folder is not.
    if (!/^(?:metadefs\/)?[\w.-]+$/.test(name)) throw invalid(`catalog.json names the file ${name}.`)
    const actual = await hashFile(join(folder, name)).catch(() => null)
    if (actual !== sha256) throw invalid(`The file ${name} is missing or not what catalog.json says of it.`)
  }
}

function parsedOrInvalid<T>(name: string, parse: () => T): T {
  try {
    return parse()
  } catch (cause) {
    throw new DomainError('invalid', `${name} is not one of ours: ${firstLine(cause)}`, { cause })
  }
}

function firstLine(error: unknown): string {
  const [issue] = (error as { issues?: readonly { path: PropertyKey[]; message: string }[] }).issues ?? []
  return issue === undefined ? (error as Error).message : `${issue.path.join('.')}: ${issue.message}`
}

async function importDefinitions(importing: CatalogImport): Promise<void> {
  const { trees, problems } = await readFolder(join(importing.folder, 'metadefs'), importing.nowMs)
  for (const detail of problems) {
    importing.report.note({ what: 'namespace', id: detail, outcome: 'refused', why: 'not valid' })
  }
  const histories = new Map<string, DefinitionHistory>()
  for await (const history of linesOf(importing, 'metadef-history.ndjson', parseHistoryLine)) {
    histories.set(history.name, history)
  }
  for (const tree of trees) {
    const history = histories.get(tree.name)
    await takeNamespace(importing, history?.withTimes(tree) ?? tree, history?.versions)
  }
  for await (const type of linesOf(importing, 'resource-types.ndjson', parseResourceTypeLine)) {
    if (!importing.isDry) await importing.records.addResourceTypes([type])
  }
}

/** What cannot be read is noted. Catalogs of before have no such files. */
async function* linesOf<Line>(
  { folder, report }: CatalogImport,
  file: string,
  parse: (text: string) => Line,
): AsyncGenerator<Line> {
  if ((await stat(join(folder, file)).catch(() => null)) === null) return
  let number = 0
  for await (const text of readLines(join(folder, file))) {
    number += 1
    let line: Line
    try {
      line = parse(text)
    } catch (error) {
      const id = `${file}, line ${number}`
      report.note({ what: 'namespace', id, outcome: 'refused', why: 'not valid', detail: firstLine(error) })
      continue
    }
    yield line
  }
}

/** Null: refused, and noted. */
function readLine({ report }: CatalogImport, text: string, number: number): ImageLine | null {
  try {
    return parseImageLine(text)
  } catch (error) {
    report.note({
      ...{
        what: 'image',
        id: `line ${number}`,
        outcome: 'refused',
        why: 'not valid',
        detail: firstLine(error),
      },
    })
    return null
  }
}

async function importPage(importing: CatalogImport, page: readonly ImageLine[]): Promise<void> {
  const standings = await importing.records.standings(page.map(({ entry }) => entry.image.id))
  for (const { entry, data } of page) {
    const standing = standings.get(entry.image.id)
    if (standing === undefined) throw new Error(`There is no standing of ${entry.image.id}.`)
    if (data !== null) await takeImage(importing, entry, standing, withDataOf(importing.data, data))
    else await importWithoutData(importing, entry, standing)
  }
}

/** Its data is where its locations say, in stores that both sites have. */
async function importWithoutData(
  importing: CatalogImport,
  entry: CatalogImage,
  standing: Standing,
): Promise<void> {
  const { records, report, places, check } = importing
  const { image } = entry
  const refuse = ({ why, detail }: { readonly why: string; readonly detail?: string }): void =>
    report.note({
      ...{ what: 'image', id: image.id, name: image.name, outcome: 'refused', why },
      ...(detail === undefined ? {} : { detail }),
    })
  const found = image.locations.map(({ url, storeId, metadata }): Place => {
    return placeOf({ value: url, meta_data: JSON.stringify({ ...metadata, store: storeId }) }, places)
  })
  const lost = found.find((place) => !place.ok)
  if (lost !== undefined && !lost.ok) return refuse(lost)
  const locations = found.flatMap((place) => (place.ok ? [place.location] : []))
  const placed = { ...entry, image: { ...image, locations } }
  const decision = decideTake(standing, records.fingerprint(placed), importing.isReplacing)
  const isWritten = decision === 'take' || decision === 'update'
  const trouble = isWritten && check !== null ? await checkData(check, placed.image, nobody) : null
  return trouble === null ? takeImage(importing, placed, standing) : refuse(trouble)
}

const nobody = async (): Promise<ReadonlySet<string>> => new Set()
