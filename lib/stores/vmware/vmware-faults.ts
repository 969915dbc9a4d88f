import { conflict, DomainError, notFound, overLimit } from '#lib/domain/errors.ts'

const CREDENTIALS = new Set(['InvalidLogin', 'NoPermission', 'NotAuthenticated', 'PasswordExpired'])
const IN_USE = new Set(['FileLocked', 'ResourceInUse'])

/** The domain's word for a fault of the server's interface. */
export function toVmwareFault(storeId: string, fault: string): DomainError {
  if (fault === 'FileNotFound') return notFound('data in the store', storeId)
  if (fault === 'NoDiskSpace') return noRoom(storeId)
  if (CREDENTIALS.has(fault)) return refusedCredentials(storeId, fault)
  if (IN_USE.has(fault)) return conflict(`The data in the store ${storeId} is in use.`)
  return new DomainError('unavailable', `The store ${storeId} does not work now (${fault}).`, {
    retryAfterSeconds: 5,
  })
}

export function noRoom(storeId: string): DomainError {
  return overLimit(
    `The store ${storeId} has no room left for this data. Free some space, or choose another store.`,
  )
}

function refusedCredentials(storeId: string, reason: string): DomainError {
  const message = `The store ${storeId} refuses this service's credentials. An administrator must set them right.`
  return new DomainError('unavailable', message, { cause: new Error(`The server said: ${reason}`) })
}

/** For settings that name what the server does not have. */
export function misconfigured(storeId: string, what: string): DomainError {
  const message = `The store ${storeId} finds no ${what} at its server. An administrator must set its datastores right.`
  return new DomainError('unavailable', message)
}

export function inaccessible(storeId: string, datastore: string): DomainError {
  const message = `The server of the store ${storeId} cannot reach the datastore "${datastore}".`
  return new DomainError('unavailable', message, { retryAfterSeconds: 60 })
}

/** The domain's word for a status of a transfer. `text` goes to the log only. */
export function toTransferFault(storeId: string, method: string, status: number, text: string): DomainError {
  const cause = new Error(`The server answered ${status} to ${method}: ${text.slice(0, 200)}`)
  if (status === 413 || status === 507) return noRoom(storeId)
  // What is absent when something is put is its datastore or folder: a matter for the operator.
  if (status === 404 && method !== 'PUT') return notFound('data in the store', storeId)
  if (status === 416)
    return new DomainError('bad_range', 'The range is outside the data.', { field: 'Range' })
  if (status === 401 || status === 403) return refusedCredentials(storeId, `status ${status}`)
  return new DomainError('unavailable', `The store ${storeId} does not work now (status ${status}).`, {
    ...{ cause, retryAfterSeconds: 5 },
  })
}
