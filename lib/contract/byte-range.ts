import { DomainError, invalid } from '../domain/errors.ts'
import type { ByteRange } from '../domain/repository.ts'

const RANGE = /^bytes=(\d*)-(\d*)$/
/** Old clients ask with the header that answers use: `Content-Range: bytes 0-99/*`. */
const CONTENT_RANGE = /^bytes (\d+)-(\d+)\/(?:\d+|\*)$/

/**
 * The bytes asked for by `Range`, within data of this size.
 * @throws `invalid` several ranges; `bad_range` malformed, or nothing of it exists
 */
export function parseRange(header: string, sizeBytes: number): ByteRange {
  const text = header.trim()
  if (text.includes(',')) throw invalid('Ask for one range at a time.', 'Range')
  const [, first = '', last = ''] = RANGE.exec(text) ?? []
  if (first === '' && last === '') throw badRange(header, sizeBytes)
  const range =
    first === ''
      ? { start: Math.max(0, sizeBytes - Number(last)), end: sizeBytes - 1 }
      : { start: Number(first), end: last === '' ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1) }
  return satisfiable(range, header, sizeBytes)
}

/** @throws `bad_range` */
export function parseContentRange(header: string, sizeBytes: number): ByteRange {
  const [, first, last] = CONTENT_RANGE.exec(header.trim()) ?? []
  if (first === undefined || last === undefined) throw badRange(header, sizeBytes)
  return satisfiable({ start: Number(first), end: Math.min(Number(last), sizeBytes - 1) }, header, sizeBytes)
}

function satisfiable(range: ByteRange, header: string, sizeBytes: number): ByteRange {
  if (range.start > range.end || range.start >= sizeBytes) throw badRange(header, sizeBytes)
  return range
}

function badRange(header: string, sizeBytes: number): DomainError {
  return new DomainError(
    'bad_range',
    `The range “${header}” is not within the ${sizeBytes} bytes of the data.`,
    {
      field: 'Range',
    },
  )
}
