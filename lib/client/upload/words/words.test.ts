import { describe, expect, test } from 'vitest'
import { wordsOf } from '#tests/support/words.ts'
import { aFault, anUpload } from '../model/an-upload.ts'
import { uploadsToStart } from '../model/lanes.ts'
import { newsOf } from '../model/news.ts'
import { restore } from '../model/restore.ts'
import type { Upload, UploadState, WordedFault } from '../model/upload.ts'
import type { Meter } from '../pace/meter.ts'
import { errorText, fileProblemText } from './fault-words.ts'
import { newsText } from './news-words.ts'
import { rowWords } from './row-words.ts'

const t = wordsOf('upload')
const FAULT = aFault()
const IMAGE = { sizeBytes: 1000, md5: 'm', hashAlgo: 'sha512', hashValue: 'h' }
const waiting = (reason: 'network' | 'server' | 'sign-in' | 'project'): UploadState => ({
  at: 'waiting',
  reason,
  retryAtMs: 8000,
  note: null,
})

function wordsOfRow(upload: Upload, meter: Meter = [], nowMs = 0) {
  return rowWords({ upload, meter }, nowMs, t)
}

describe('the words of a row', () => {
  test.each<[UploadState, string]>([
    [{ at: 'queued' }, 'Waiting for its turn'],
    [{ at: 'sending', sentBytes: 1 }, 'Sending'],
    [{ at: 'paused' }, 'Paused'],
    [waiting('network'), 'Waiting for the network – next try in 8 s'],
    [waiting('server'), 'Waiting for the server – next try in 8 s'],
    [waiting('sign-in'), 'Signed out – sign in to go on'],
    [waiting('project'), 'Belongs to another project – switch back to go on'],
    [{ at: 'finishing', step: null }, 'Sent – waiting for the server'],
    [{ at: 'finishing', step: 'hashing' }, 'Hashing on the server'],
    [{ at: 'finishing', step: 'inspecting' }, 'Checking the format'],
    [{ at: 'verifying' }, 'Comparing with the server'],
    [{ at: 'restored', needs: 'file', problem: null }, 'Choose the file again to go on'],
    [{ at: 'done', image: IMAGE }, 'Active'],
    [{ at: 'refused', fault: FAULT }, 'Not a qcow2 image.'],
    [{ at: 'cancelled' }, 'Cancelled'],
  ])('%j', (state, status) => {
    expect(wordsOfRow(anUpload({ state }), [], 0).status).toBe(status)
  })

  test('the next try is said to be now when its time has come', () => {
    expect(wordsOfRow(anUpload({ state: waiting('network') }), [], 9000).status).toBe(
      'Waiting for the network – trying now',
    )
  })

  test('sending tells bytes, speed and time left', () => {
    const meter = [
      { atMs: 0, bytes: 0 },
      { atMs: 2000, bytes: 100 },
    ]
    expect(wordsOfRow(anUpload({ state: { at: 'sending', sentBytes: 300 } }), meter, 2000).detail).toBe(
      '300 of 1000 B · 50 B/s · 15 s left',
    )
  })

  test('a stalled line is told', () => {
    const meter = [{ atMs: 0, bytes: 300 }]
    expect(wordsOfRow(anUpload({ state: { at: 'sending', sentBytes: 300 } }), meter, 5000).detail).toBe(
      '300 of 1000 B · nothing moves',
    )
  })

  test('while it waits, only confirmed bytes are shown', () => {
    const words = wordsOfRow(anUpload({ ackedBytes: 207, state: waiting('network') }), [], 0)
    expect(words).toMatchObject({ percent: 20, detail: '207 of 1000 B are safe on the server' })
  })

  test('a refusal offers its remedy, its text to copy, and a new beginning when trying again is useless', () => {
    const words = wordsOfRow(anUpload({ state: { at: 'refused', fault: FAULT } }), [], 0)
    expect(words).toMatchObject({
      detail: 'Start a new upload with the right format, or convert the file first.',
      tone: 'bad',
      actions: ['again', 'copyError', 'remove'],
    })
  })

  test('long hashes in a message are shortened, and whole in what is copied', () => {
    const hash = 'ab12'.repeat(32)
    const state: UploadState = { at: 'refused', fault: { ...FAULT, said: `The data has ${hash}.` } }
    expect(wordsOfRow(anUpload({ state }), [], 0).status).toBe('The data has ab12ab12…ab12.')
    expect(errorText(anUpload({ state }), t)).toContain(hash)
  })

  test('every state has a way out, but cancelling', () => {
    const states: UploadState[] = [
      { at: 'queued' },
      { at: 'creating' },
      { at: 'checking' },
      { at: 'sending', sentBytes: 0 },
      { at: 'paused' },
      waiting('server'),
      { at: 'finishing', step: null },
      { at: 'verifying' },
      { at: 'restored', needs: 'permission', problem: null },
    ]
    for (const state of states) expect(wordsOfRow(anUpload({ state }), [], 0).actions).toContain('cancel')
    expect(wordsOfRow(anUpload({ state: { at: 'cancelling', retryAtMs: null } }), [], 0).actions).toEqual([])
  })
})

describe('why an upload stopped', () => {
  const told = (fault: Partial<typeof FAULT>) => {
    const { status, detail } = wordsOfRow(anUpload({ state: { at: 'refused', fault: aFault(fault) } }))
    return [status, detail]
  }

  test('is said in our words when the service said nothing', () => {
    expect(told({ said: null })[0]).toBe('The data is not what the disk format says.')
    expect(told({ said: null, status: 422, reason: { code: 'unknown' } })).toEqual([
      'The server refused it (422).',
      'Change what the message names, then try again.',
    ])
  })

  test('is said with its numbers', () => {
    const reason = { code: 'otherData', serverBytes: 2_000_000, fileBytes: 1000 } as const
    expect(told({ said: null, reason })[1]).toBe(
      'The server has 2,000,000 bytes, the file 1,000. Delete the image and upload the file again.',
    )
    const other = { code: 'otherSize', name: 'b.img', bytes: 1100, expectedName: 'a.img' } as const
    expect(fileProblemText({ ...other, expectedBytes: 1000 }, t)).toBe(
      'b.img has 1,100 bytes, a.img had 1,000. Choose the same file.',
    )
  })

  test('is still read where a browser kept it in words', () => {
    const fault: WordedFault = {
      ...{ status: 415, requestId: null, canRetry: false },
      ...{ title: 'Not a disk.', remedy: 'Convert it.' },
    }
    const upload = restore(anUpload({ state: { at: 'refused', fault } }))
    expect(wordsOfRow(upload)).toMatchObject({ status: 'Not a disk.', detail: 'Convert it.' })
    expect(errorText(upload, t)).toMatch(/^Not a disk\.\nConvert it\./)
  })
})

describe('announcements', () => {
  const announcement = (before: Upload, after: Upload) => {
    const news = newsOf(before, after)
    return news && newsText(news, t)
  }
  const sending = (sentBytes: number) => anUpload({ state: { at: 'sending', sentBytes } })

  test('are made at quarters, once each', () => {
    expect(announcement(sending(240), sending(260))).toBe('25 percent of debian-12 sent.')
    expect(announcement(sending(260), sending(400))).toBeNull()
    expect(announcement(sending(0), sending(800))).toBe('75 percent of debian-12 sent.')
  })

  test.each<[UploadState, string]>([
    [{ at: 'creating' }, 'Upload of debian-12 begins.'],
    [{ at: 'done', image: IMAGE }, 'debian-12 is active.'],
    [{ at: 'refused', fault: FAULT }, 'Upload of debian-12 failed. Not a qcow2 image.'],
    [waiting('sign-in'), 'Sign in to go on with the upload of debian-12.'],
    [waiting('network'), 'Upload of debian-12 is waiting.'],
  ])('%j is told when it begins', (state, words) => {
    expect(announcement(sending(100), anUpload({ state }))).toBe(words)
  })

  test('steps of work in between are not told', () => {
    expect(announcement(sending(100), anUpload({ state: { at: 'finishing', step: null } }))).toBeNull()
  })
})

describe('lanes', () => {
  const queued = (id: string, createdAtMs: number) => anUpload({ id, createdAtMs })
  const busy = (state: UploadState) => anUpload({ id: JSON.stringify(state), state })

  test('start the oldest first, two at once', () => {
    expect(uploadsToStart([queued('c', 3), queued('a', 1), queued('b', 2)]).map(({ id }) => id)).toEqual([
      'a',
      'b',
    ])
  })

  test('are taken by what sends, finishes or waits for the network', () => {
    expect(
      uploadsToStart([busy({ at: 'sending', sentBytes: 0 }), busy(waiting('network')), queued('a', 1)]),
    ).toEqual([])
  })

  test.each<UploadState>([
    { at: 'paused' },
    waiting('sign-in'),
    { at: 'done', image: IMAGE },
    { at: 'restored', needs: 'file', problem: null },
  ])('are free while an upload is %j', (state) => {
    expect(uploadsToStart([busy(state), busy({ at: 'verifying' }), queued('a', 1)])).toHaveLength(1)
  })
})

describe('after a reload', () => {
  test.each<UploadState>([
    { at: 'sending', sentBytes: 900 },
    { at: 'finishing', step: 'hashing' },
    waiting('network'),
    { at: 'creating' },
  ])('%j is looked up again, without its file', (state) => {
    expect(restore(anUpload({ state, attempts: 3 }))).toMatchObject({
      state: { at: 'queued' },
      hasFile: false,
      attempts: 0,
    })
  })

  test.each<UploadState>([
    { at: 'paused' },
    { at: 'done', image: IMAGE },
    { at: 'cancelling', retryAtMs: null },
    { at: 'refused', fault: FAULT },
  ])('%j stays', (state) => {
    expect(restore(anUpload({ state })).state).toEqual(state)
  })
})
