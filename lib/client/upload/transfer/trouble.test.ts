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
      note: { code: 'told', sentence: 'Busy.' },
    })
  })

  test('a 413 of a proxy asks for shorter requests, one of ours is final', () => {
    expect(troubleOf(answer(413, '<html>', { requestId: null }))).toEqual({ kind: 'too-long-for-proxy' })
    expect(troubleOf(answer(413, 'Over quota.'))).toMatchObject({
      kind: 'refused',
      fault: { reason: { code: 'tooLarge' }, said: 'Over quota.', canRetry: true },
    })
  })

  test.each([
    [400, 'notAccepted'],
    [403, 'notAllowed'],
    [413, 'tooLarge'],
    [415, 'otherFormat'],
    [422, 'unknown'],
  ])('%i is final, for a reason and with the request id', (status, code) => {
    const fault = { status, requestId: 'req-1', reason: { code }, said: null }
    expect(troubleOf(answer(status))).toMatchObject({ kind: 'refused', fault })
  })

  test('a wrong checksum is told apart from other bad requests', () => {
    expect(troubleOf(answer(400, 'The data does not match the expected sha256.'))).toMatchObject({
      fault: { reason: { code: 'checksum' } },
    })
  })

  test.each([
    ['a plain sentence', 'Disk is full.', 'Disk is full.'],
    ['a fault document', '{"code":"413","message":"Disk is full.","title":"x"}', 'Disk is full.'],
    ['a nested fault', '{"error":{"code":413,"message":"Disk is full."}}', 'Disk is full.'],
    ['a page of a proxy', '<html><body>nginx</body></html>', null],
  ])('%s is heard as it should', (_name, body, said) => {
    expect(troubleOf(answer(413, body))).toMatchObject({ fault: { said } })
  })
})
