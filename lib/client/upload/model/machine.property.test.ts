import fc from 'fast-check'
import { expect, test } from 'vitest'
import { aFault, anUpload } from './an-upload.ts'
import { reduce, type UploadEvent } from './machine.ts'
import { shownBytes, shownPercent, type Upload } from './upload.ts'

const FAULT = aFault({ canRetry: true })
const bytes = fc.integer({ min: -10, max: 1200 })

const events: fc.Arbitrary<UploadEvent> = fc.oneof(
  fc.constantFrom<UploadEvent>(
    { type: 'start' },
    { type: 'imageMade' },
    { type: 'notStarted' },
    { type: 'alreadyStored' },
    { type: 'accepted' },
    { type: 'allSent' },
    { type: 'removed' },
    { type: 'pause' },
    { type: 'resume' },
    { type: 'retry' },
    { type: 'fileGiven' },
    { type: 'cancel' },
    { type: 'refused', fault: FAULT },
    { type: 'fileLost', problem: { code: 'changed' } },
    { type: 'fileRejected', problem: { code: 'otherContent', name: 'a.img' } },
    { type: 'serverStep', step: 'hashing' },
    { type: 'uploadMade', uploadUrl: '/uploads/9' },
    { type: 'interrupted', reason: 'network', retryAtMs: 1, note: null },
    { type: 'interrupted', reason: 'sign-in', retryAtMs: null, note: null },
    { type: 'activated', image: { sizeBytes: 1000, md5: null, hashAlgo: null, hashValue: null } },
  ),
  bytes.map((value): UploadEvent => ({ type: 'progress', bytes: value })),
  bytes.map((value): UploadEvent => ({ type: 'serverOffset', bytes: value })),
  bytes.map((value): UploadEvent => ({ type: 'serverReceived', bytes: value })),
  bytes.map((value): UploadEvent => ({ type: 'located', uploadUrl: '/uploads/1', offsetBytes: value })),
)
const stories = fc.array(events, { maxLength: 60 })
const fresh = anUpload({ imageRecord: 'none', uploadUrl: null, ackedBytes: 0 })

function forEachStep(check: (before: Upload, event: UploadEvent, after: Upload) => void): void {
  fc.assert(
    fc.property(stories, (story) => {
      story.reduce((before, event) => {
        const after = reduce(before, event)
        check(before, event, after)
        return after
      }, fresh)
    }),
    { numRuns: 2000 },
  )
}

test('what is shown is never more than one request ahead of what the server confirmed', () => {
  forEachStep((_before, _event, { state, ackedBytes, chunkBytes }) => {
    if (state.at === 'sending') expect(state.sentBytes).toBeLessThanOrEqual(ackedBytes + chunkBytes)
  })
})

test('while sending, what is shown goes back only to an offset that the server told', () => {
  forEachStep((before, event, after) => {
    const isSending = before.state.at === 'sending' && after.state.at === 'sending'
    if (isSending && event.type !== 'serverOffset')
      expect(shownBytes(after)).toBeGreaterThanOrEqual(shownBytes(before))
  })
})

test('bytes and percent stay between nothing and everything', () => {
  forEachStep((_before, _event, after) => {
    expect(shownBytes(after)).toBeGreaterThanOrEqual(0)
    expect(shownBytes(after)).toBeLessThanOrEqual(after.file.sizeBytes)
    expect(after.ackedBytes).toBeLessThanOrEqual(after.file.sizeBytes)
    expect(shownPercent(after)).toBeLessThanOrEqual(100)
  })
})

test('only the server makes an upload done', () => {
  forEachStep((before, event, after) => {
    if (after.state.at === 'done' && before.state.at !== 'done') expect(event.type).toBe('activated')
  })
})

test('bytes are sent only with the file at hand, or when none are left to send', () => {
  forEachStep((_before, _event, after) => {
    if (after.state.at !== 'sending' || after.hasFile) return
    expect(after.ackedBytes).toBe(after.file.sizeBytes)
  })
})

test('an image that may exist is never forgotten: cancelling cleans up', () => {
  forEachStep((before, event, after) => {
    if (after.state.at !== 'cancelled' || before.state.at === 'cancelled') return
    expect(before.imageRecord === 'none' || event.type === 'removed').toBe(true)
  })
})

test('the facts of the file and the id never change', () => {
  forEachStep((before, _event, after) => {
    expect(after.id).toBe(before.id)
    expect(after.file).toBe(before.file)
    expect(after.draft).toBe(before.draft)
  })
})
