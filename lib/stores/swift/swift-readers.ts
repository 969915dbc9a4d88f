import type { DataReaders } from '#lib/domain/data-readers.ts'
import type { SwiftClient } from './swift-client.ts'
import type { SwiftObject } from './swift-names.ts'

/** Ids of projects as Keystone has them. Anything else could be a word of the list's language. */
const PROJECT = /^[A-Za-z0-9_-]{1,128}$/

/** Swift takes headers of 8 KiB. Who does not fit reads through us. */
const LONGEST_LIST = 7000

/**
 * A container's access list in the language of Swift's Keystone middleware. Everybody is who has a token of the site, as
 * with us; the project whose account it is needs no word.
 */
export function accessList(readers: DataReaders, ownProject: string | undefined): string {
  if (readers === 'everyone') return '*:*'
  const entries = readers
    .filter((project) => PROJECT.test(project) && project !== ownProject)
    .map((project) => `${project}:*`)
  let list = ''
  for (const entry of entries) {
    const longer = list === '' ? entry : `${list},${entry}`
    if (longer.length > LONGEST_LIST) break
    list = longer
  }
  return list
}

/** Lets these read the image's container, and nobody else but its account's own people. @throws `not_found`, `unavailable` */
export async function setReaders(
  client: SwiftClient,
  { project, container }: SwiftObject,
  { readers, signal }: { readonly readers: DataReaders; readonly signal: AbortSignal },
): Promise<void> {
  const headers = { 'x-container-read': accessList(readers, project) }
  await client.askText({ method: 'POST', project, container, headers, signal })
}
