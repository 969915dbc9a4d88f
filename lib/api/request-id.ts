import { randomUUID } from 'node:crypto'

const CLIENT_ID = /^req-[A-Za-z0-9-]{1,60}$/

/** The client's own id where it looks like one of OpenStack's (at most 64 characters), else a new one. */
export function requestIdFrom(header: string | undefined): string {
  return header !== undefined && CLIENT_ID.test(header) ? header : `req-${randomUUID()}`
}
