import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { beforeEach, expect, it, onTestFinished } from 'vitest'
import { type Database, migrate, openDatabase } from '#lib/db/database.ts'
import { createEventLog } from '#lib/db/events/event-log.ts'
import { createSinkCursors } from '#lib/db/events/sink-cursors.ts'
import { createImageRecords } from '#lib/db/image-records.ts'
import type { RecordedEvent } from '#lib/domain/recorded-events.ts'
import { createDispatcher, type DispatchDeps, type NotificationSink } from '#lib/notifications/dispatch.ts'
import { createRetention } from '#lib/notifications/retention.ts'
import { forEachDatabase } from '#tests/support/database.ts'
import { anImage, memberOf } from './image-records-builders.ts'

const ctx = memberOf('alpha')

interface Told extends NotificationSink {
  readonly told: RecordedEvent[]
}

function aSink(fail: () => boolean = () => false): Told {
  const told: RecordedEvent[] = []
  return {
    name: 'test',
    told,
    async deliver(events) {
      if (fail()) throw new Error('The other side is down.')
      told.push(...events)
    },
  }
}

const idsOf = (sink: Told) => sink.told.map((event) => event.imageId)
const RECORDER = fileURLToPath(new URL('./event-recorder-process.ts', import.meta.url))

forEachDatabase((open) => {
  let database: Database
  let nowMs: number
  beforeEach(async () => {
    database = await open()
    nowMs = Date.now()
  })

  const depsOf = (parts: Partial<DispatchDeps> = {}): DispatchDeps => ({
    events: createEventLog(database),
    cursors: createSinkCursors(database),
    node: 'node-a',
    listen: () => () => undefined,
    report: () => undefined,
    isTold: () => true,
    nowMs: () => nowMs,
    ...parts,
  })
  const runOnce = (dispatcher: { job: { run(signal: AbortSignal): Promise<void> } }) =>
    dispatcher.job.run(new AbortController().signal)
  const addImages = async (count: number): Promise<string[]> => {
    const records = createImageRecords(database)
    const ids: string[] = []
    for (let n = 0; n < count; n++) ids.push((await records.add(ctx, anImage())).id)
    return ids
  }

  it('a new sink hears what happens from then on, in order, each once', async () => {
    await addImages(1)
    const sink = aSink()
    const dispatcher = createDispatcher(sink, depsOf())
    await runOnce(dispatcher)
    const ids = await addImages(250)
    await runOnce(dispatcher)
    await runOnce(dispatcher)
    expect(idsOf(sink)).toEqual(ids)
  })

  it('wakes up when something is recorded', async () => {
    const sink = aSink()
    const dispatcher = createDispatcher(sink, depsOf({ listen: database.recorded.listen }))
    onTestFinished(() => dispatcher.close())
    await runOnce(dispatcher)
    const ids = await addImages(3)
    await expect.poll(() => idsOf(sink), { timeout: 20_000 }).toEqual(ids)
  })

  it('tells again what the other side has not confirmed, after a pause, and says so once', async () => {
    let isDown = true
    const reports: unknown[] = []
    const report = (_: string, error: unknown) => void reports.push(error === null ? 'up' : 'down')
    const sink = aSink(() => isDown)
    const dispatcher = createDispatcher(sink, depsOf({ report }))
    await runOnce(dispatcher)
    const ids = await addImages(2)
    for (let n = 0; n < 3; n++) {
      await runOnce(dispatcher)
      nowMs += 60_000
    }
    expect(sink.told).toEqual([])
    isDown = false
    await runOnce(dispatcher)
    expect(idsOf(sink)).toEqual(ids)
    expect(reports).toEqual(['down', 'up'])
  })

  it('one node feeds a sink; another takes over from where a dead one stood', async () => {
    const cursors = createSinkCursors(database)
    await cursors.position('test')
    const ids = await addImages(2)
    expect(await cursors.acquire('test', { owner: 'dead', untilMs: nowMs + 60_000 }, nowMs)).not.toBeNull()
    const sink = aSink()
    const dispatcher = createDispatcher(sink, depsOf({ node: 'node-b' }))
    await runOnce(dispatcher)
    expect(sink.told).toEqual([])
    nowMs += 61_000
    await runOnce(dispatcher)
    expect(idsOf(sink)).toEqual(ids)
    const late = { owner: 'dead', untilMs: nowMs + 60_000 }
    expect(await cursors.advance('test', late, 1)).toBe(false)
  })

  it('keeps disabled events for the audit and tells them nobody', async () => {
    const sink = aSink()
    const dispatcher = createDispatcher(sink, depsOf({ isTold: ({ type }) => type !== 'image.create' }))
    await runOnce(dispatcher)
    const [id = ''] = await addImages(1)
    await runOnce(dispatcher)
    expect(sink.told).toEqual([])
    expect(await createEventLog(database).list({ imageId: id }, 10)).toHaveLength(1)
  })

  it('forgets what is older than the site keeps', async () => {
    const [old = '', young = ''] = await addImages(2)
    await database.kysely
      .updateTable('events')
      .set({ recorded_at_ms: 1000 })
      .where('image_id', '=', old)
      .execute()
    const events = createEventLog(database)
    await createRetention(events, 1).run(new AbortController().signal)
    expect(await events.list({ imageId: old }, 10)).toEqual([])
    expect(await events.list({ imageId: young }, 10)).toHaveLength(1)
  })
})

it('a process that is killed between commit and telling loses nothing', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'vitrine-events-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const url = `sqlite:${join(folder, 'test.db')}`
  const database = openDatabase(url)
  onTestFinished(() => database.close())
  await migrate(database)
  const deps: DispatchDeps = {
    ...{ events: createEventLog(database), cursors: createSinkCursors(database), node: 'survivor' },
    ...{ listen: () => () => undefined, report: () => undefined, isTold: () => true },
  }
  await deps.cursors.position('test')

  const child = spawn(process.execPath, [RECORDER, url], { stdio: ['ignore', 'pipe', 'inherit'] })
  const committed: string[] = []
  for await (const id of createInterface({ input: child.stdout })) {
    committed.push(id)
    if (committed.length === 20) child.kill('SIGKILL')
  }
  const sink = aSink()
  await createDispatcher(sink, deps).job.run(new AbortController().signal)

  const rows = await database.kysely.selectFrom('images').select('id').execute()
  expect(idsOf(sink).toSorted()).toEqual(rows.map((row) => row.id).toSorted())
  expect(idsOf(sink)).toEqual(expect.arrayContaining(committed))
})
