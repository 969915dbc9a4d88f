import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { fingerprintOf } from '../file/fingerprint.ts'
import { anUpload } from '../model/an-upload.ts'
import { shownPercent, type Upload } from '../model/upload.ts'
import { createUploadEngine, type UploadEngine } from './engine.ts'
import { aFakeBrowser, aFakeService, portsOf, SOMEBODY } from './fake-world.ts'

const FILE = new File([new Uint8Array(1000).fill(7)], 'debian-12.qcow2')

function fresh(changes: Partial<Upload> = {}): Upload {
  return anUpload({ imageRecord: 'none', uploadUrl: null, ackedBytes: 0, fingerprint: null, ...changes })
}

function stateOf(engine: UploadEngine, index = 0): string {
  return engine.read().uploads[index]?.upload.state.at ?? 'absent'
}

/** Lets everything happen that needs no time. */
async function calm(): Promise<void> {
  await vi.advanceTimersByTimeAsync(0)
}

function aTab(
  service = aFakeService(),
  browser = aFakeBrowser(),
  tab = 'first',
  signIn?: () => Promise<void>,
) {
  const engine = createUploadEngine(portsOf(service, browser, { tab, ...(signIn && { signIn }) }))
  engine.setOwner(SOMEBODY)
  return { engine, service, browser }
}

async function sendingTab(steps: number) {
  const world = aTab()
  world.engine.add([{ upload: fresh({ fingerprint: await fingerprintOf(FILE) }), file: FILE, handle: null }])
  await calm()
  for (let step = 0; step < steps; step++) world.service.step()
  return world
}

// Only the clock is ours: reading files uses the real event loop.
beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] }))
afterEach(() => void vi.useRealTimers())

describe('an unbroken upload', () => {
  test('makes the image, sends, verifies and is done', async () => {
    const { engine, service } = await sendingTab(10)
    await calm()
    expect(stateOf(engine)).toBe('done')
    expect(service.calls).toEqual(['create', 'send', 'verify'])
  })

  test('two are sent at once, the third when one is done', async () => {
    const { engine, service } = aTab()
    engine.add(
      ['a', 'b', 'c'].map((id, index) => ({
        upload: fresh({ id, createdAtMs: index }),
        file: FILE,
        handle: null,
      })),
    )
    await calm()
    expect([0, 1, 2].map((index) => stateOf(engine, index))).toEqual(['sending', 'sending', 'queued'])
    for (let step = 0; step < 10; step++) service.step()
    await calm()
    expect(stateOf(engine, 2)).toBe('sending')
  })
})

describe('a broken network', () => {
  test('is waited for, and the upload goes on from the offset of the server', async () => {
    const { engine, service } = await sendingTab(4)
    service.cut({ kind: 'network' })
    await calm()
    expect(stateOf(engine)).toBe('waiting')
    await vi.advanceTimersByTimeAsync(1100)
    expect(service.calls).toEqual(['create', 'send', 'locate', 'send'])
    expect(shownPercent((engine.read().uploads[0] as { upload: Upload }).upload)).toBe(40)
  })

  test('that stays broken is tried ever more rarely, for ever', async () => {
    const { engine, service } = await sendingTab(1)
    service.troubles.push(...Array.from({ length: 40 }, () => ({ kind: 'network' }) as const))
    service.cut({ kind: 'network' })
    await vi.advanceTimersByTimeAsync(60 * 60_000)
    expect(stateOf(engine)).toBe('sending')
    expect(service.calls.filter((name) => name === 'locate').length).toBe(41)
  })

  test('is tried at once when the browser is online again', async () => {
    const { engine, service } = await sendingTab(1)
    engine.setOnline(false)
    await calm()
    expect(stateOf(engine)).toBe('waiting')
    engine.setOnline(true)
    await calm()
    expect(stateOf(engine)).toBe('sending')
    expect(service.calls.at(-1)).toBe('send')
  })

  test('while the image is made does not make a second one', async () => {
    const { engine, service } = aTab()
    service.troubles.push({ kind: 'network' })
    engine.add([{ upload: fresh(), file: FILE, handle: null }])
    await vi.advanceTimersByTimeAsync(1100)
    expect(service.images.size).toBe(1)
    expect(stateOf(engine)).toBe('sending')
  })
})

describe('signing in', () => {
  test('an expired session is waited for, nothing is lost', async () => {
    const signedIn = Promise.withResolvers<void>()
    const { engine, service } = aTab(undefined, undefined, 'first', () => signedIn.promise)
    engine.add([{ upload: fresh(), file: FILE, handle: null }])
    await calm()
    service.step()
    service.cut({ kind: 'sign-in' })
    await calm()
    expect(engine.read().uploads[0]?.upload.state).toMatchObject({ at: 'waiting', reason: 'sign-in' })
    signedIn.resolve()
    await calm()
    expect(stateOf(engine)).toBe('sending')
    expect(engine.read().uploads[0]?.upload.ackedBytes).toBe(100)
  })

  test('in another project the upload waits, and goes on when the person comes back', async () => {
    const { engine } = await sendingTab(1)
    engine.setOwner({ ...SOMEBODY, projectId: 'other' })
    await calm()
    engine.setOwner(SOMEBODY)
    await calm()
    expect(stateOf(engine)).toBe('sending')
  })

  test('what looks gone because another tab switched the project is not given up', async () => {
    const { engine, service } = await sendingTab(1)
    service.who = { ...SOMEBODY, projectId: 'other' }
    service.cut({ kind: 'gone' })
    await calm()
    expect(engine.read().uploads[0]?.upload.state).toMatchObject({ at: 'waiting', reason: 'project' })
  })

  test('another person sees nothing of it', async () => {
    const { engine } = await sendingTab(1)
    engine.setOwner({ userId: 'somebody else', projectId: 'project' })
    expect(engine.read().uploads).toEqual([])
  })
})

describe('the person', () => {
  test('pauses and resumes', async () => {
    const { engine, service } = await sendingTab(3)
    const id = fresh().id
    engine.command(id, { type: 'pause' })
    await calm()
    expect(stateOf(engine)).toBe('paused')
    engine.command(id, { type: 'resume' })
    await calm()
    expect(stateOf(engine)).toBe('sending')
    expect(service.offsets.get(id)).toBe(300)
  })

  test('cancels, and nothing stays on the server or in the browser', async () => {
    const { engine, service, browser } = await sendingTab(3)
    engine.command(fresh().id, { type: 'cancel' })
    await calm()
    expect(stateOf(engine)).toBe('cancelled')
    expect([service.images.size, service.offsets.size, browser.stored.size]).toEqual([0, 0, 0])
  })

  test('cancels while the network is down, and it is cleaned up later', async () => {
    const { engine, service } = await sendingTab(3)
    service.troubles.push({ kind: 'network' }, { kind: 'network' })
    engine.command(fresh().id, { type: 'cancel' })
    await calm()
    expect(stateOf(engine)).toBe('cancelling')
    await vi.advanceTimersByTimeAsync(10_000)
    expect(stateOf(engine)).toBe('cancelled')
    expect(service.images.size).toBe(0)
  })
})

describe('after a reload', () => {
  async function reloaded() {
    const { service, browser } = await sendingTab(4)
    await vi.advanceTimersByTimeAsync(5000)
    browser.crash('first')
    return { ...aTab(service, browser, 'second'), service }
  }

  test('the upload is there, at the offset of the server, and asks for its file', async () => {
    const { engine } = await reloaded()
    await calm()
    expect(engine.read().uploads[0]?.upload).toMatchObject({
      ackedBytes: 400,
      state: { at: 'restored', needs: 'file' },
    })
  })

  test('the same file makes it go on', async () => {
    const { engine, service } = await reloaded()
    await calm()
    engine.command(fresh().id, { type: 'file', file: FILE, handle: null })
    await vi.waitFor(() => expect(stateOf(engine)).toBe('sending'))
    for (let step = 0; step < 6; step++) service.step()
    await calm()
    expect(stateOf(engine)).toBe('done')
  })

  test('another file is refused with the reason', async () => {
    const { engine } = await reloaded()
    await calm()
    engine.command(fresh().id, {
      type: 'file',
      file: new File([new Uint8Array(1000)], 'other.img'),
      handle: null,
    })
    await vi.waitFor(() =>
      expect(engine.read().uploads[0]?.upload.state).toMatchObject({
        at: 'restored',
        problem: { code: 'otherContent', name: 'other.img' },
      }),
    )
  })

  test('an upload whose bytes had all arrived is done without its file', async () => {
    const { service, browser } = await sendingTab(9)
    browser.crash('first')
    service.offsets.set(fresh().id, 1000)
    service.images.set(fresh().id, 'active')
    const { engine } = aTab(service, browser, 'second')
    await calm()
    expect(stateOf(engine)).toBe('done')
  })

  test('an image that was deleted meanwhile ends it', async () => {
    const { service, browser } = await sendingTab(2)
    browser.crash('first')
    service.images.clear()
    service.offsets.clear()
    const { engine } = aTab(service, browser, 'second')
    await calm()
    expect(engine.read().uploads[0]?.upload.state).toMatchObject({
      at: 'refused',
      fault: { reason: { code: 'gone' } },
    })
  })
})

describe('two tabs', () => {
  test('the second shows what the first sends, and does not send it too', async () => {
    const { engine, service, browser } = await sendingTab(2)
    const second = aTab(service, browser, 'second')
    await vi.advanceTimersByTimeAsync(300)
    expect(second.engine.read().uploads[0]?.upload.ackedBytes).toBe(200)
    expect(service.calls.filter((name) => name === 'send')).toHaveLength(1)
    expect(stateOf(engine)).toBe('sending')
  })

  test('a button in the second works in the first', async () => {
    const { engine, service, browser } = await sendingTab(2)
    const second = aTab(service, browser, 'second')
    await calm()
    second.engine.command(fresh().id, { type: 'pause' })
    await vi.advanceTimersByTimeAsync(300)
    expect([stateOf(engine), stateOf(second.engine)]).toEqual(['paused', 'paused'])
  })

  test('when the first dies, the second takes over', async () => {
    const { service, browser } = await sendingTab(2)
    const second = aTab(service, browser, 'second')
    await calm()
    browser.crash('first')
    await calm()
    second.engine.command(fresh().id, { type: 'file', file: FILE, handle: null })
    await vi.waitFor(() => expect(stateOf(second.engine)).toBe('sending'))
  })

  test('what is cleared in the first is cleared in the second', async () => {
    const { engine, service, browser } = await sendingTab(10)
    const second = aTab(service, browser, 'second')
    await calm()
    engine.command(fresh().id, { type: 'dismiss' })
    await vi.advanceTimersByTimeAsync(300)
    expect([engine.read().uploads, second.engine.read().uploads]).toEqual([[], []])
  })
})
