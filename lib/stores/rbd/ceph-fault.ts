import { DomainError, notFound, overLimit } from '#lib/domain/errors.ts'

/** Ceph's numbers are Linux's, negative. */
export const ERRNO = {
  ...{ noEntry: -2, busy: -16, exists: -17, invalid: -22, notEmpty: -39, notSupported: -95, timedOut: -110 },
  /** ELIBACC: neither librbd nor Ceph's programs can be started on this machine. */
  libraryMissing: -79,
} as const

/** EFBIG, ENOSPC, EDQUOT. */
const NO_ROOM: ReadonlySet<number> = new Set([-27, -28, -122])
/** EPERM, EACCES, ENOKEY, EKEYREJECTED. */
const NOT_ALLOWED: ReadonlySet<number> = new Set([-1, -13, -126, -129])

/** What is wrong when a connection is refused, by the step that failed. */
const SETUP: Readonly<Record<string, string>> = {
  readConf: 'ceph_conf is not there or cannot be read',
  setConf: 'Ceph does not take a setting, such as the key',
  connect: 'Ceph refuses the user with this keyring, or there is no keyring',
  openPool: 'there is no such pool',
}

/** What Ceph answered. */
export class CephFault extends Error {
  override readonly name = 'CephFault'
  readonly errno: number
  /** What it was asked. */
  readonly step: string

  constructor(errno: number, step: string) {
    super(`Ceph: ${step} ended with ${errno}.`)
    this.errno = errno
    this.step = step
  }
}

export function isCephFault(error: unknown, errno: number): boolean {
  return error instanceof CephFault && error.errno === errno
}

/** Runs a step of the store and translates what goes wrong. */
export async function inCeph<T>(storeId: string, what: string, step: () => Promise<T>): Promise<T> {
  try {
    return await step()
  } catch (error) {
    throw toDomainError(error, storeId, what)
  }
}

function toDomainError(error: unknown, storeId: string, what: string): unknown {
  if (!(error instanceof CephFault)) return error
  const { errno, step } = error
  if (errno === ERRNO.libraryMissing) {
    const message = `The store ${storeId} needs librbd on this machine (Debian: librbd1), or Ceph's programs (ceph-common).`
    return new DomainError('unavailable', message, { cause: error })
  }
  const setup = SETUP[step]
  if (setup !== undefined && errno !== ERRNO.timedOut) {
    const message = `The store ${storeId} cannot reach its pool: ${setup}. An administrator must set that right.`
    return new DomainError('unavailable', message, { cause: error })
  }
  if (errno === ERRNO.noEntry) return notFound('data for', what)
  if (NO_ROOM.has(errno)) {
    return overLimit(
      `The store ${storeId} has no room left for this data. Free some space, or choose another store.`,
    )
  }
  if (NOT_ALLOWED.has(errno)) {
    const message = `Ceph does not let the store ${storeId} do this (${step}). An administrator must set its user, keyring or capabilities right.`
    return new DomainError('unavailable', message, { cause: error })
  }
  const reason = errno === ERRNO.timedOut ? 'it does not answer' : `${step}: ${errno}`
  return new DomainError('unavailable', `The store ${storeId} does not work now (${reason}).`, {
    ...{ cause: error, retryAfterSeconds: 5 },
  })
}
