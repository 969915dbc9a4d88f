import { describe, expect, test } from 'vitest'
import { aFault, anUpload } from './an-upload.ts'
import { reduce, type UploadEvent } from './machine.ts'
import type { Upload, UploadState, UploadStateName } from './upload.ts'

const FAULT = aFault({ canRetry: true })
const IMAGE = { sizeBytes: 1000, md5: 'm', hashAlgo: 'sha512', hashValue: 'h' }

const STATES: { readonly [S in UploadStateName]: Extract<UploadState, { at: S }> } = {
  queued: { at: 'queued' },
  creating: { at: 'creating' },
  checking: { at: 'checking' },
  sending: { at: 'sending', sentBytes: 350 },
  paused: { at: 'paused' },
  waiting: { at: 'waiting', reason: 'network', retryAtMs: 9, note: null },
  finishing: { at: 'finishing', step: null },
  verifying: { at: 'verifying' },
  restored: { at: 'restored', needs: 'file', problem: null },
  done: { at: 'done', image: IMAGE },
  refused: { at: 'refused', fault: FAULT },
  cancelling: { at: 'cancelling', retryAtMs: null },
  cancelled: { at: 'cancelled' },
}
const NAMES = Object.keys(STATES) as readonly UploadStateName[]

const EVENTS: { readonly [T in UploadEvent['type']]: Extract<UploadEvent, { type: T }> } = {
  start: { type: 'start' },
  imageMade: { type: 'imageMade' },
  located: { type: 'located', uploadUrl: '/uploads/2', offsetBytes: 400 },
  notStarted: { type: 'notStarted' },
  alreadyStored: { type: 'alreadyStored' },
  uploadMade: { type: 'uploadMade', uploadUrl: '/uploads/2' },
  serverOffset: { type: 'serverOffset', bytes: 500 },
  serverReceived: { type: 'serverReceived', bytes: 300 },
  serverStep: { type: 'serverStep', step: 'hashing' },
  accepted: { type: 'accepted' },
  activated: { type: 'activated', image: IMAGE },
  refused: { type: 'refused', fault: FAULT },
  removed: { type: 'removed' },
  progress: { type: 'progress', bytes: 420 },
  chunkSize: { type: 'chunkSize', bytes: 64 },
  allSent: { type: 'allSent' },
  interrupted: {
    type: 'interrupted',
    reason: 'network',
    retryAtMs: 5,
    note: { code: 'status', status: 502 },
  },
  fileLost: { type: 'fileLost', problem: { code: 'changed' } },
  pause: { type: 'pause' },
  resume: { type: 'resume' },
  retry: { type: 'retry' },
  fileGiven: { type: 'fileGiven' },
  fileRejected: { type: 'fileRejected', problem: { code: 'otherContent', name: 'a.img' } },
  cancel: { type: 'cancel' },
}

/** Where each event leads from each state; from every state that is not named, nowhere. */
const TABLE: { readonly [T in UploadEvent['type']]: Partial<Record<UploadStateName, UploadStateName>> } = {
  start: { queued: 'checking' },
  imageMade: { creating: 'sending' },
  located: { checking: 'sending' },
  notStarted: { checking: 'sending' },
  alreadyStored: { checking: 'verifying' },
  uploadMade: { sending: 'sending', finishing: 'finishing' },
  serverOffset: { sending: 'sending', finishing: 'sending' },
  serverReceived: { sending: 'sending', finishing: 'finishing' },
  serverStep: { finishing: 'finishing' },
  accepted: { sending: 'verifying', finishing: 'verifying' },
  activated: { verifying: 'done' },
  refused: {
    creating: 'refused',
    checking: 'refused',
    sending: 'refused',
    finishing: 'refused',
    verifying: 'refused',
    cancelling: 'refused',
  },
  removed: { cancelling: 'cancelled' },
  progress: { sending: 'sending' },
  chunkSize: { sending: 'sending', finishing: 'finishing' },
  allSent: { sending: 'finishing' },
  interrupted: {
    creating: 'waiting',
    checking: 'waiting',
    sending: 'waiting',
    finishing: 'waiting',
    verifying: 'waiting',
    cancelling: 'cancelling',
  },
  fileLost: { queued: 'restored', sending: 'restored' },
  pause: { queued: 'paused', creating: 'paused', checking: 'paused', sending: 'paused', waiting: 'paused' },
  resume: { paused: 'queued' },
  retry: { waiting: 'queued', refused: 'queued' },
  fileGiven: { restored: 'queued' },
  fileRejected: { restored: 'restored' },
  cancel: {
    queued: 'cancelling',
    creating: 'cancelling',
    checking: 'cancelling',
    sending: 'cancelling',
    paused: 'cancelling',
    waiting: 'cancelling',
    finishing: 'cancelling',
    verifying: 'cancelling',
    restored: 'cancelling',
    refused: 'cancelling',
  },
}

function at(name: UploadStateName, changes: Partial<Upload> = {}): Upload {
  return anUpload({ state: STATES[name], ...changes })
}

describe('every event in every state', () => {
  const cases = Object.values(EVENTS).flatMap((event) => NAMES.map((name) => ({ event, name })))

  test.each(cases)('$event.type while $name', ({ event, name }) => {
    const before = at(name)
    const after = reduce(before, event)
    const expected = TABLE[event.type][name]
    if (expected === undefined) expect(after).toBe(before)
    else {
      expect(after.state.at).toBe(expected)
      expect(after).not.toBe(before)
    }
  })
})

describe('beginning', () => {
  test('an upload without an image makes it, and from then on it may exist', () => {
    const after = reduce(at('queued', { imageRecord: 'none' }), EVENTS.start)
    expect(after).toMatchObject({ imageRecord: 'maybe', state: { at: 'creating' } })
  })

  test('an image that was asked for without an answer is asked for again by the same id', () => {
    expect(reduce(at('queued', { imageRecord: 'maybe' }), EVENTS.start).state.at).toBe('creating')
  })

  test('without image and file, the file is needed first', () => {
    expect(reduce(at('queued', { imageRecord: 'none', hasFile: false }), EVENTS.start).state).toEqual(
      STATES.restored,
    )
  })
})

describe('going on from where the server is', () => {
  test('sends from the offset of the server', () => {
    expect(reduce(at('checking'), EVENTS.located)).toMatchObject({
      ackedBytes: 400,
      uploadUrl: '/uploads/2',
      state: { sentBytes: 400 },
    })
  })

  test('asks for the file when the browser lost it', () => {
    expect(reduce(at('checking', { hasFile: false }), EVENTS.located)).toMatchObject({
      ackedBytes: 400,
      state: STATES.restored,
    })
  })

  test('asks for consent when the browser kept a handle of the file', () => {
    const after = reduce(at('checking', { hasFile: false, hasHandle: true }), EVENTS.located)
    expect(after.state).toMatchObject({ needs: 'permission' })
  })

  test('does not need the file when every byte is there', () => {
    const event: UploadEvent = { type: 'located', uploadUrl: '/u', offsetBytes: 1000 }
    expect(reduce(at('checking', { hasFile: false }), event).state).toEqual({
      at: 'sending',
      sentBytes: 1000,
    })
  })

  test('begins at zero when the server has nothing', () => {
    expect(reduce(at('checking'), EVENTS.notStarted)).toMatchObject({
      ackedBytes: 0,
      uploadUrl: null,
      state: { sentBytes: 0 },
    })
  })
})

describe('progress', () => {
  test('shows bytes that left the browser', () => {
    expect(reduce(at('sending'), EVENTS.progress).state).toEqual({ at: 'sending', sentBytes: 420 })
  })

  test('stays within one request of what the server confirmed', () => {
    expect(reduce(at('sending'), { type: 'progress', bytes: 900 }).state).toEqual({
      at: 'sending',
      sentBytes: 500,
    })
  })

  test('never goes back by itself', () => {
    const before = at('sending')
    expect(reduce(before, { type: 'progress', bytes: 10 })).toBe(before)
  })

  test('goes back to the offset of the server, which knows better', () => {
    const after = reduce(at('sending'), { type: 'serverOffset', bytes: 250 })
    expect(after).toMatchObject({ ackedBytes: 250, state: { at: 'sending', sentBytes: 250 } })
  })

  test('a confirmed byte forgives earlier failures; a stale one does not', () => {
    expect(reduce(at('sending', { attempts: 4 }), { type: 'serverOffset', bytes: 201 }).attempts).toBe(0)
    expect(reduce(at('sending', { attempts: 4 }), { type: 'serverOffset', bytes: 200 }).attempts).toBe(4)
  })

  test('the confirmation of the last byte leaves it finishing', () => {
    expect(reduce(at('finishing'), { type: 'serverOffset', bytes: 1000 })).toMatchObject({
      ackedBytes: 1000,
      state: { at: 'finishing' },
    })
  })

  test('an event of the server that is behind changes nothing', () => {
    const before = at('sending')
    expect(reduce(before, { type: 'serverReceived', bytes: 100 })).toBe(before)
  })
})

describe('interruptions', () => {
  test('count attempts', () => {
    expect(reduce(at('sending', { attempts: 2 }), EVENTS.interrupted).attempts).toBe(3)
  })

  test.each(['queued', 'waiting'] as const)('signing out holds an upload that is %s', (name) => {
    const event: UploadEvent = { type: 'interrupted', reason: 'sign-in', retryAtMs: null, note: null }
    expect(reduce(at(name), event).state).toMatchObject({ at: 'waiting', reason: 'sign-in' })
  })

  test('a refusal that trying cannot mend is not tried again', () => {
    const before = anUpload({ state: { at: 'refused', fault: { ...FAULT, canRetry: false } } })
    expect(reduce(before, EVENTS.retry)).toBe(before)
  })

  test('trying again after a refusal begins a new upload into the same image', () => {
    expect(reduce(at('refused'), EVENTS.retry)).toMatchObject({
      uploadUrl: null,
      imageRecord: 'made',
      state: { at: 'queued' },
    })
  })

  test('resuming without the file asks for it', () => {
    expect(reduce(at('paused', { hasFile: false }), EVENTS.resume).state).toEqual(STATES.restored)
  })
})

describe('cancelling', () => {
  test('is immediate while there is nothing on the server', () => {
    expect(reduce(at('queued', { imageRecord: 'none' }), EVENTS.cancel).state.at).toBe('cancelled')
  })

  test('cleans up when the image may exist', () => {
    expect(reduce(at('creating', { imageRecord: 'maybe' }), EVENTS.cancel).state.at).toBe('cancelling')
  })
})
