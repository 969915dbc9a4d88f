import { childOf } from '../remote/xml-tree.ts'
import type { StoreCapacity } from '../store.ts'
import { readProperties } from './properties.ts'
import { type ManagedObject, objectIn, textElement } from './soap.ts'
import { inaccessible, misconfigured, noRoom } from './vmware-faults.ts'
import type { Datastore, VmwareStoreOptions } from './vmware-options.ts'
import { type VmwareSession, valuesOf } from './vmware-session.ts'

export interface Datastores {
  /** The server's name for the datacenter. @throws `unavailable` also when there is none */
  datacenterOf(datastore: Datastore): Promise<ManagedObject>
  /** Where so many new bytes should go. @throws `over_limit` nowhere is room, `unavailable` */
  choose(sizeBytes: number): Promise<Datastore>
  /** Of all together. @throws `unavailable` also when one cannot be reached by its server */
  room(): Promise<StoreCapacity>
}

interface Found {
  readonly datastore: Datastore
  readonly object: ManagedObject
}

export function createDatastores(session: VmwareSession, options: VmwareStoreOptions): Datastores {
  const { id: storeId } = options
  const server = { storeId, session }
  const datacenters = new Map<string, ManagedObject>()
  let known: readonly Found[] | null = null

  const datacenterOf = async ({ dcPath }: Datastore): Promise<ManagedObject> => {
    const before = datacenters.get(dcPath)
    if (before !== undefined) return before
    // A single host has one datacenter, of this name.
    const args = textElement('inventoryPath', dcPath === '' ? 'ha-datacenter' : dcPath)
    const answer = await session.ask({ method: 'FindByInventoryPath', on: 'searchIndex', args })
    const found = objectIn(valuesOf(storeId, answer)[0])
    if (found === null) throw misconfigured(storeId, `datacenter "${dcPath}"`)
    datacenters.set(dcPath, found)
    return found
  }
  const find = async (datastore: Datastore): Promise<Found> => {
    const [datacenter] = await readProperties(server, [await datacenterOf(datastore)], ['datastore'])
    const listed = datacenter?.values.datastore?.children ?? []
    const objects = listed.map(objectIn).filter((object) => object !== null)
    const named = await readProperties(server, objects, ['name'])
    const found = named.find(({ values: { name } }) => name?.text === datastore.name)
    if (found === undefined) throw misconfigured(storeId, `datastore "${datastore.name}"`)
    return { datastore, object: found.of }
  }
  const findAll = async (): Promise<readonly Found[]> => {
    const found: Found[] = []
    for (const datastore of options.datastores) found.push(await find(datastore))
    return found
  }
  const rooms = async (): Promise<Room[]> => {
    known ??= await findAll()
    const objects = known.map(({ object }) => object)
    const states = await readProperties(server, objects, ['summary'])
    return known.map(({ datastore, object }) => {
      const summary = states.find(({ of }) => of.id === object.id)?.values.summary
      const isAccessible = childOf(summary, 'accessible')?.text === 'true'
      const bytes = (name: string) => (isAccessible ? Number(childOf(summary, name)?.text) : -1)
      return { datastore, freeBytes: bytes('freeSpace'), totalBytes: bytes('capacity') }
    })
  }
  return {
    datacenterOf,
    async choose(sizeBytes) {
      const best = chooseBest(await rooms(), sizeBytes)
      if (best === null) throw noRoom(storeId)
      return best
    },
    async room() {
      const all = await rooms()
      const lost = all.find(({ freeBytes }) => freeBytes < 0)
      if (lost !== undefined) throw inaccessible(storeId, lost.datastore.name)
      const sum = (of: 'totalBytes' | 'freeBytes') => all.reduce((bytes, each) => bytes + each[of], 0)
      return { totalBytes: sum('totalBytes'), freeBytes: sum('freeBytes') }
    },
  }
}

export interface Room {
  readonly datastore: Datastore
  /** Negative when its server cannot reach it. */
  readonly freeBytes: number
  readonly totalBytes: number
}

/** The highest weight with room, in it the most room; null when there is none. */
export function chooseBest(rooms: readonly Room[], sizeBytes: number): Datastore | null {
  const [best] = rooms
    .filter(({ freeBytes }) => freeBytes >= sizeBytes)
    .toSorted((a, b) => b.datastore.weight - a.datastore.weight || b.freeBytes - a.freeBytes)
  return best?.datastore ?? null
}
