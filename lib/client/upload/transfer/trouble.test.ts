import { describe, expect, test } from 'vitest'
import { troubleOf } from './trouble.ts'

function answer(status: number, body = '', more: { requestId?: string | null; retryAfter?: string } = {}) {
  return {
    status,
    body,
    requestId: more.requestId === undefined ? 'req-1' : more.requestId,
    retryAfter: more.retryAfter ?? null,
  }
}

describe('what an answer means for the upload', () => {
  test('no answer is the network', () => {
    expect(troubleOf(answer(0))).toEqual({ kind: 'network' })
  })

  test('401 waits for signing in', () => {
    expect(troubleOf(answer(401))).toEqual({ kind: 'sign-in' })
  })

  test.each([404, 410])('%i: the upload is gone', (status) => {
    expect(troubleOf(answer(status))).toEqual({ kind: 'gone' })
  })

  test.each([408, 409, 423, 425, 429, 460, 500, 502, 503, 504])('%i passes', (status) => {
    expect(troubleOf(answer(status))).toMatchObject({ kind: 'server', retryAfterMs: null })
  })

  test('the server may say when', () => {
    expect(troubleOf(answer(503, 'Busy.', { retryAfter: '20' }))).toEqual({
      kind: 'server',
      retryAfterMs: 20_000,
      message: 'Busy.',
    })
  })

  test('a 413 of a proxy asks for shorter requests, one of ours is final', () => {
    expect(troubleOf(answer(413, '<html>', { requestId: null }))).toEqual({ kind: 'too-long-for-proxy' })
    expect(troubleOf(answer(413, 'Over quota.'))).toMatchObject({
      kind: 'refused',
      fault: { title: 'Over quota.', canRetry: true },
    })
  })

  test.each([400, 403, 413, 415, 422])('%i is final, with a remedy and the request id', (status) => {
    const trouble = troubleOf(answer(status))
    expect(trouble).toMatchObject({ kind: 'refused', fault: { status, requestId: 'req-1' } })
    expect(trouble.kind === 'refused' && trouble.fault.remedy).toMatch(/\w+\./)
  })

  test('a wrong checksum is told apart from other bad requests', () => {
    expect(troubleOf(answer(400, 'The data does not match the expected sha256.'))).toMatchObject({
      fault: { remedy: expect.stringContaining('Download the file again') },
    })
  })

  test.each([
    ['a plain sentence', 'Disk is full.', 'Disk is full.'],
    ['a fault document', '{"code":"413","message":"Disk is full.","title":"x"}', 'Disk is full.'],
    ['a nested fault', '{"error":{"code":413,"message":"Disk is full."}}', 'Disk is full.'],
    [
      'a page of a proxy',
      '<html><body>nginx</body></html>',
      'The image is larger than allowed, or the store is full.',
    ],
  ])('%s is shown as it should', (_name, body, title) => {
    expect(troubleOf(answer(413, body))).toMatchObject({ fault: { title } })
  })
})
