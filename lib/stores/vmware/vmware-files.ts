import { setTimeout as sleep } from 'node:timers/promises'
import { childOf } from '../remote/xml-tree.ts'
import type { Datastores } from './datastores.ts'
import { readProperties } from './properties.ts'
import { faultName, type ManagedObject, objectIn, reference, textElement } from './soap.ts'
import { toVmwareFault } from './vmware-faults.ts'
import { type DatastoreFile, datastorePath } from './vmware-names.ts'
import type { VmwareStoreOptions } from './vmware-options.ts'
import { strange, type VmwareSession, valuesOf } from './vmware-session.ts'

/** What transfers cannot do. */
export interface VmwareFiles {
  /** @throws `not_found`, `conflict` in use, `unavailable` */
  remove(file: DatastoreFile): Promise<void>
  /** Within one datastore; takes the place of what is there. @throws `not_found`, `conflict` in use, `unavailable` */
  rename(from: DatastoreFile, to: DatastoreFile): Promise<void>
  /** With those above it; one that is there is fine. @throws `unavailable` */
  makeFolder(folder: DatastoreFile): Promise<void>
}

const FIRST_PAUSE_MS = 20
/** These tasks touch names only. */
const LONGEST_TASK_MS = 600_000

export function createVmwareFiles(
  session: VmwareSession,
  datastores: Datastores,
  options: VmwareStoreOptions,
): VmwareFiles {
  const { id: storeId } = options
  const named = async (name: string, { datastore, path }: DatastoreFile, datacenterName: string) => {
    const datacenter = reference(datacenterName, await datastores.datacenterOf(datastore))
    return textElement(name, datastorePath({ datastore, path })) + datacenter
  }
  const perform = async (method: string, args: string): Promise<void> => {
    const answer = await session.ask({ method, on: 'fileManager', args })
    const task = objectIn(valuesOf(storeId, answer)[0])
    if (task === null) throw strange(storeId, 'no task')
    await taskEnded(session, options, task)
  }
  return {
    remove: async (file) => perform('DeleteDatastoreFile_Task', await named('name', file, 'datacenter')),
    async rename(from, to) {
      const source = await named('sourceName', from, 'sourceDatacenter')
      const target = await named('destinationName', to, 'destinationDatacenter')
      await perform('MoveDatastoreFile_Task', `${source}${target}<force>true</force>`)
    },
    async makeFolder(folder) {
      const place = await named('name', folder, 'datacenter')
      const args = `${place}<createParentDirectories>true</createParentDirectories>`
      const answer = await session.ask({ method: 'MakeDirectory', on: 'fileManager', args })
      if (answer.fault !== 'FileAlreadyExists') valuesOf(storeId, answer)
    },
  }
}

/** Asks again after growing pauses. @throws what the task's fault means; `unavailable` when it never ends */
async function taskEnded(
  session: VmwareSession,
  { id: storeId, taskPollMs }: VmwareStoreOptions,
  task: ManagedObject,
): Promise<void> {
  let waitedMs = 0
  for (
    let pauseMs = FIRST_PAUSE_MS;
    waitedMs < LONGEST_TASK_MS;
    pauseMs = Math.min(pauseMs * 2, taskPollMs)
  ) {
    const [found] = await readProperties({ storeId, session }, [task], ['info'])
    const info = found?.values.info
    const state = childOf(info, 'state')?.text
    if (state === 'success') return
    if (state === 'error') throw toVmwareFault(storeId, faultName(childOf(childOf(info, 'error'), 'fault')))
    await sleep(pauseMs)
    waitedMs += pauseMs
  }
  throw strange(storeId, 'a task without an end')
}
