import type { GlanceImage } from '#lib/db/glance/glance-images.ts'
import type { GlanceDatabase } from '#lib/db/glance/open-glance.ts'
import { type CatalogImage, decideTake, type Standing } from '#lib/domain/catalog.ts'
import { checkData, type DataCheck } from '../check-data.ts'
import type { PlaceRules } from '../place-of.ts'
import { type TakeIn, takeImage, takeNamespace } from '../take-in.ts'
import { readImage } from './read-image.ts'
import { readNamespace, readResourceType } from './read-namespace.ts'

export interface Adoption extends TakeIn {
  readonly glance: GlanceDatabase
  readonly places: PlaceRules
  /** Looks whether the data is there; null: it is believed. */
  readonly check: DataCheck | null
  /** Called now and then. */
  readonly tell: (doneImages: number) => void
}

/** How many stores' answers are waited for at a time. */
const AT_A_TIME = 8

/**
 * Takes images and definitions out of a Glance's database; the data stays where it is. Running it again takes what is new
 * or has changed there. Holds one page of images in memory.
 */
export async function adopt(adoption: Adoption): Promise<void> {
  const { glance, report } = adoption
  await glance.check()
  let done = 0
  for await (const page of glance.images()) {
    await adoptPage(adoption, page)
    done += page.length
    adoption.tell(done)
  }
  const deleted = await glance.deletedCount()
  if (deleted > 0) report.remark(`Images that are deleted in Glance, and were not looked at: ${deleted}`)
  await noteVanished(adoption)
  await adoptDefinitions(adoption)
}

async function adoptPage(adoption: Adoption, page: readonly GlanceImage[]): Promise<void> {
  const standings = await adoption.records.standings(page.map(({ row }) => row.id))
  for (let start = 0; start < page.length; start += AT_A_TIME) {
    const some = page.slice(start, start + AT_A_TIME)
    const ready = await Promise.all(some.map((found) => prepare(adoption, found, standings)))
    for (const each of ready) if (each !== null) await takeImage(adoption, each.entry, each.standing)
  }
}

interface Prepared {
  readonly entry: CatalogImage
  readonly standing: Standing
}

/** Null: refused, and noted. */
async function prepare(
  { places, check, report, records, glance }: Adoption,
  found: GlanceImage,
  standings: ReadonlyMap<string, Standing>,
): Promise<Prepared | null> {
  const about = { what: 'image', id: found.row.id, name: found.row.name } as const
  const read = readImage(found, places)
  const standing = standings.get(found.row.id)
  if (standing === undefined) throw new Error(`There is no standing of ${found.row.id}.`)
  if (!read.ok) {
    const { why, detail } = read
    report.note({ ...about, outcome: 'refused', why, ...(detail === undefined ? {} : { detail }) })
    return null
  }
  for (const remark of read.remarks)
    report.remark(`Image ${found.row.id} lost one of its locations: ${remark}`)
  // What is not going to be written needs no look at its store.
  const decision = decideTake(standing, records.fingerprint(read.entry))
  const isWritten = decision === 'take' || decision === 'update'
  const trouble = isWritten && check !== null ? await checkData(check, read.entry.image, glance.alive) : null
  if (trouble === null) return { entry: read.entry, standing }
  report.note({ ...about, outcome: 'refused', ...trouble })
  return null
}

/** Images that were taken, and that Glance has deleted since. They stay: what was taken is ours to delete. */
async function noteVanished({ records, glance, report }: Adoption): Promise<void> {
  let after: string | null = null
  for (;;) {
    const ids: readonly string[] = await records.takenIds(after, 500)
    after = ids.at(-1) ?? null
    if (after === null) return
    const alive = await glance.alive(ids)
    for (const id of ids.filter((each) => !alive.has(each))) {
      report.note({ what: 'image', id, outcome: 'kept', why: 'deleted in Glance since it was taken' })
    }
  }
}

async function adoptDefinitions(adoption: Adoption): Promise<void> {
  const { glance, records, report, isDry } = adoption
  for await (const page of glance.namespaces()) {
    for (const found of page) {
      const read = readNamespace(found)
      if (read.ok) await takeNamespace(adoption, read.tree)
      else {
        const { detail } = read
        report.note({
          what: 'namespace',
          id: found.row.namespace,
          outcome: 'refused',
          why: 'not valid',
          detail,
        })
      }
    }
  }
  if (!isDry) await records.addResourceTypes((await glance.resourceTypes()).map(readResourceType))
}
