import { DomainError, notFound, overLimit } from '#lib/domain/errors.ts'
import { textIn } from './s3-xml.ts'

export interface S3Refusal {
  readonly storeId: string
  readonly status: number
  readonly xml: string
}

/** Codes that mean: there is no room for this. */
const NO_ROOM = new Set(['EntityTooLarge', 'QuotaExceeded', 'InsufficientCapacity', 'XMinioStorageFull'])
/** Not the data is absent but the place it should be in: a matter for the operator. */
const NO_PLACE = new Set(['NoSuchBucket'])

/** The domain's word for what the store said. Its own text goes to the log only: it may name keys. */
export function toS3Fault({ storeId, status, xml }: S3Refusal): DomainError {
  const code = textIn(xml, 'Code')
  const cause = new Error(`S3 answered ${status} ${code}: ${textIn(xml, 'Message').slice(0, 200)}`)
  if (NO_ROOM.has(code) || status === 413 || status === 507) {
    return overLimit(
      `The store ${storeId} has no room left for this data. Free some space, or choose another store.`,
    )
  }
  if (status === 404 && !NO_PLACE.has(code)) return notFound('data in the store', storeId)
  if (status === 416)
    return new DomainError('bad_range', 'The range is outside the data.', { field: 'Range' })
  if (status === 401 || status === 403) {
    const message = `The store ${storeId} refuses this service's credentials. An administrator must set them right.`
    return new DomainError('unavailable', message, { cause })
  }
  const reason = code === '' ? `status ${status}` : code
  return new DomainError('unavailable', `The store ${storeId} does not work now (${reason}).`, {
    ...{ cause, retryAfterSeconds: 5 },
  })
}
