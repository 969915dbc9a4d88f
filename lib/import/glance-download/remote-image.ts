import { z } from 'zod'
import { type ImageRules, isAttribute, parseProperty } from '#lib/contract/image-fields.ts'
import { conflict, DomainError, isDomainError } from '#lib/domain/errors.ts'
import { type Image, VISIBILITIES } from '#lib/domain/image.ts'
import type { ExpectedHash } from '#lib/domain/upload.ts'
import type { ImportedChange } from '#lib/tasks/import-ports.ts'

const text = z.string().nullish()
/** What we read of an image of another service; its properties stand beside. */
const REMOTE_IMAGE = z.looseObject({
  ...{ status: z.string(), visibility: z.enum(VISIBILITIES), owner: text },
  ...{ disk_format: text, container_format: text, size: z.int().min(0).nullish() },
  ...{ checksum: text, os_hash_algo: text, os_hash_value: text },
})
export type RemoteImage = z.output<typeof REMOTE_IMAGE>

/** @throws `unavailable` when it is none */
export function readRemoteImage(body: string): RemoteImage {
  try {
    return REMOTE_IMAGE.parse(JSON.parse(body))
  } catch (cause) {
    throw new DomainError('unavailable', 'The other region does not answer as an image service.', { cause })
  }
}

/** Whether everybody there may read it, or this project because it owns it. Shares are asked for. */
export function isOpenTo(projectId: string | null, { visibility, owner }: RemoteImage): boolean {
  if (visibility === 'public' || visibility === 'community') return true
  return projectId !== null && owner === projectId
}

/** Its length, when it can be brought. @throws `conflict` */
export function sizeOfActive({ status, size }: RemoteImage): number {
  if (status !== 'active') throw conflict(`The image is ${status} in the other region; it must be active.`)
  if (size === null || size === undefined)
    throw conflict('The other region does not say how long the data is.')
  return size
}

const HEX = { sha512: 128, sha256: 64, sha1: 40, md5: 32 } as const

/** What its data must turn out to have; null when it says nothing that we can hold it to. */
export function hashOf({
  os_hash_algo: algo,
  os_hash_value: value,
  checksum,
}: RemoteImage): ExpectedHash | null {
  const strong = (['sha512', 'sha256', 'sha1'] as const).find((known) => known === algo)
  if (strong !== undefined && isHash(value, HEX[strong])) return { algo: strong, value: value.toLowerCase() }
  return isHash(checksum, HEX.md5) ? { algo: 'md5', value: checksum.toLowerCase() } : null
}

function isHash(value: string | null | undefined, digits: number): value is string {
  return typeof value === 'string' && value.length === digits && /^[0-9a-f]+$/i.test(value)
}

export interface TakeOver {
  /** How the names of the properties begin that come along. */
  readonly prefixes: readonly string[]
  readonly rules: ImageRules
  /** Most properties of an image; -1: no limit. */
  readonly mostProperties: number
  /** Whether who asks may give the image such a property. */
  readonly maySet: (name: string) => boolean
}

/**
 * What the image gets besides the data.
 * @throws `conflict` formats that this site does not have; `over_limit` too many properties
 */
export function takenOver(image: Image, remote: RemoteImage, take: TakeOver): ImportedChange {
  const { diskFormats, containerFormats } = take.rules
  const properties = takenProperties(remote, take)
  const names = new Set([...Object.keys(image.properties), ...Object.keys(properties)])
  if (take.mostProperties >= 0 && names.size > take.mostProperties) {
    throw new DomainError(
      'over_limit',
      `The image would have ${names.size} properties; it may have ${take.mostProperties}.`,
    )
  }
  return {
    diskFormat: knownFormat('disk_format', remote.disk_format, diskFormats),
    containerFormat: knownFormat('container_format', remote.container_format, containerFormats),
    properties,
  }
}

/** What this site would refuse from a client does not come from another region either. */
function takenProperties(remote: RemoteImage, take: TakeOver): Record<string, string> {
  const properties: Record<string, string> = {}
  for (const [name, value] of Object.entries(remote)) {
    if (!take.prefixes.some((prefix) => name.startsWith(prefix)) || !take.maySet(name)) continue
    if (isProperty(name, value, take.rules)) properties[name] = value
  }
  return properties
}

function isProperty(name: string, value: unknown, rules: ImageRules): value is string {
  if (typeof value !== 'string' || isAttribute(name)) return false
  try {
    return parseProperty(name, value, rules) === value
  } catch (error) {
    if (isDomainError(error, 'invalid')) return false
    throw error
  }
}

function knownFormat(field: string, value: string | null | undefined, known: readonly string[]): string {
  if (typeof value === 'string' && known.includes(value)) return value
  throw conflict(
    `The image's ${field} is ${value ?? 'not set'} in the other region; this site has no such one.`,
  )
}
