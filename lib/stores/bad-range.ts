import { DomainError } from '#lib/domain/errors.ts'
import type { ByteRange } from '#lib/domain/repository.ts'

export function badRange({ start, end }: ByteRange): DomainError {
  return new DomainError('bad_range', `The range ${start}-${end} is outside the data.`, { field: 'Range' })
}
