import type { UploadEvent } from '../model/machine.ts'
import type { Upload, UploadOwner } from '../model/upload.ts'
import { failed, happened, type Outcome, type UploadServer } from '../transfer/server.ts'
import type { Trouble } from '../transfer/trouble.ts'
import type { EnginePorts } from './core.ts'
import type { UploadRecord, UploadRecords } from './records.ts'
import type { TabMessage, Tabs } from './tabs.ts'

export const SOMEBODY: UploadOwner = { userId: 'user', projectId: 'project' }
const NETWORK: Trouble = { kind: 'network' }

/** A service in memory: takes 100 bytes at each `step`, and fails as told. */
export interface FakeService extends UploadServer {
  readonly images: Map<string, 'queued' | 'saving' | 'active'>
  readonly offsets: Map<string, number>
  readonly calls: string[]
  who: UploadOwner | null
  /** The next verbs meet this trouble; one entry each. */
  readonly troubles: Trouble[]
  /** Sends the next bytes of whatever is being sent. */
  step(): void
  /** Ends what is being sent. */
  cut(trouble: Trouble): void
}

export function aFakeService(): FakeService {
  const images: FakeService['images'] = new Map()
  const offsets: FakeService['offsets'] = new Map()
  const calls: string[] = []
  const troubles: Trouble[] = []
  const sending = new Map<string, { step(): void; end(outcome: Outcome): void }>()
  const guarded = (name: string, work: () => Outcome): Promise<Outcome> => {
    calls.push(name)
    const trouble = troubles.shift()
    return Promise.resolve(trouble === undefined ? work() : failed(trouble))
  }
  const service: FakeService = {
    images,
    offsets,
    calls,
    troubles,
    who: SOMEBODY,
    whoAmI: () => Promise.resolve(service.who),
    createImage: ({ id }) => {
      // The image is made even when the answer is lost.
      if (!images.has(id)) images.set(id, 'queued')
      return guarded('create', () => happened({ type: 'imageMade' }))
    },
    locate: ({ id }) => guarded('locate', () => whereIs(service, id)),
    verify: ({ id, file }) => guarded('verify', () => activate(images, id, file.sizeBytes)),
    remove: ({ id }) =>
      guarded('remove', () => {
        offsets.delete(id)
        images.delete(id)
        return happened({ type: 'removed' })
      }),
    send: (upload, _file, tell, signal) => {
      calls.push('send')
      const trouble = troubles.shift()
      return trouble === undefined ? take(upload, tell, signal) : Promise.resolve(failed(trouble))
    },
    step: () => [...sending.values()].forEach((each) => void each.step()),
    cut: (trouble) => [...sending.values()].forEach((each) => void each.end(failed(trouble))),
  }

  function take(upload: Upload, tell: (event: UploadEvent) => void, signal: AbortSignal): Promise<Outcome> {
    const { id, file } = upload
    images.set(id, 'saving')
    if (!offsets.has(id)) offsets.set(id, 0)
    tell({ type: 'uploadMade', uploadUrl: `/uploads/${id}` })
    return new Promise((resolve) => {
      const end = (outcome: Outcome): void => {
        sending.delete(id)
        resolve(outcome)
      }
      const step = (): void => {
        const bytes = Math.min(file.sizeBytes, (offsets.get(id) ?? 0) + 100)
        offsets.set(id, bytes)
        tell({ type: 'progress', bytes })
        tell({ type: 'serverOffset', bytes })
        if (bytes === file.sizeBytes) end(happened({ type: 'accepted' }))
      }
      signal.addEventListener('abort', () => end(failed(NETWORK)))
      sending.set(id, { step, end })
    })
  }
  return service
}

function whereIs({ images, offsets }: FakeService, id: string): Outcome {
  const status = images.get(id)
  if (status === undefined) return failed({ kind: 'gone' })
  if (status === 'active') return happened({ type: 'alreadyStored' })
  const offset = offsets.get(id)
  if (offset === undefined) return happened({ type: 'notStarted' })
  return happened({ type: 'located', uploadUrl: `/uploads/${id}`, offsetBytes: offset })
}

function activate(images: FakeService['images'], id: string, sizeBytes: number): Outcome {
  images.set(id, 'active')
  return happened({ type: 'activated', image: { sizeBytes, md5: null, hashAlgo: null, hashValue: null } })
}

/** What one browser shares among its tabs: records, locks and the channel. */
export function aFakeBrowser() {
  const stored = new Map<string, UploadRecord>()
  const locks = new Map<string, Array<{ tab: string; onOwned: () => void }>>()
  const ears = new Map<string, (message: TabMessage) => void>()
  const records: UploadRecords = {
    isLasting: () => true,
    all: () => Promise.resolve([...stored.values()]),
    get: (id) => Promise.resolve(stored.get(id) ?? null),
    put: (record) => Promise.resolve(void stored.set(record.upload.id, record)),
    drop: (id) => Promise.resolve(void stored.delete(id)),
  }

  function letGo(id: string, tab: string): void {
    const queue = locks.get(id) ?? []
    const wasOwner = queue[0]?.tab === tab
    const rest = queue.filter((each) => each.tab !== tab)
    locks.set(id, rest)
    if (wasOwner) rest[0]?.onOwned()
  }
  function tabs(name: string): Tabs {
    return {
      name,
      own(id, onOwned) {
        const queue = [...(locks.get(id) ?? []), { tab: name, onOwned }]
        locks.set(id, queue)
        if (queue.length === 1) onOwned()
        return () => letGo(id, name)
      },
      tell(message) {
        for (const [tab, hear] of ears) if (tab !== name) hear(structuredClone(message))
      },
      listen: (hear) => void ears.set(name, hear),
    }
  }
  /** The tab is gone without a word: its locks go to whoever waits. */
  function crash(name: string): void {
    ears.delete(name)
    for (const id of [...locks.keys()]) letGo(id, name)
  }
  return { stored, records, tabs, crash }
}

export function portsOf(
  service: UploadServer,
  browser: ReturnType<typeof aFakeBrowser>,
  changes: Partial<EnginePorts> & { tab?: string } = {},
): EnginePorts {
  return {
    server: service,
    records: browser.records,
    tabs: browser.tabs(changes.tab ?? 'first'),
    nowMs: () => Date.now(),
    random: () => 0.5,
    watch: () => () => undefined,
    signIn: () => new Promise(() => undefined),
    ...changes,
  }
}
