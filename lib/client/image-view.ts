import type { ImageWire, MemberWire } from '../contract/image-wire.ts'
import type { RefusedRules } from '../domain/capabilities.ts'
import type { Deactivation } from '../domain/deactivation.ts'
import type { Image, ImageMember } from '../domain/image.ts'
import { type Language, pageLanguage } from './language.ts'
import type { PropertyLocks } from './metadefs/property-locks.ts'

/** An image as the dashboard knows it: the domain's, without where the bytes lie. */
export type ImageView = Omit<Image, 'locations'> & {
  /** What the site's policy refuses the caller; undefined where the service did not say. */
  readonly refusedRules?: RefusedRules | undefined
  /** Why the caller cannot change or remove single properties, by name; undefined as above. */
  readonly lockedProperties?: PropertyLocks | undefined
  /** Why the caller cannot upload its data now, by policy, state or quota; undefined where nothing is in the way. */
  readonly uploadRefusal?: string | undefined
  /** Why it is deactivated; undefined where it is not, or nobody said why. */
  readonly deactivation?: Deactivation | undefined
}

/** The names of the attributes that every image has on the wire; no property can be called so. */
export const ATTRIBUTE_NAMES: ReadonlySet<string> = new Set([
  'id',
  'name',
  'status',
  'visibility',
  'protected',
  'os_hidden',
  'checksum',
  'os_hash_algo',
  'os_hash_value',
  'owner',
  'size',
  'virtual_size',
  'container_format',
  'disk_format',
  'created_at',
  'updated_at',
  'tags',
  'min_ram',
  'min_disk',
  'self',
  'file',
  'schema',
  'direct_url',
  'stores',
  'locations',
  'vitrine_refused',
  'vitrine_deactivation',
])

export function imageFromWire(wire: ImageWire): ImageView {
  const extra = Object.entries(wire).filter(([key]) => !ATTRIBUTE_NAMES.has(key))
  return {
    id: wire.id,
    name: wire.name,
    status: wire.status,
    visibility: wire.visibility,
    isProtected: wire.protected,
    isHidden: wire.os_hidden,
    owner: wire.owner,
    diskFormat: wire.disk_format,
    containerFormat: wire.container_format,
    minDiskGb: wire.min_disk,
    minRamMb: wire.min_ram,
    sizeBytes: wire.size,
    virtualSizeBytes: wire.virtual_size,
    checksum: wire.checksum,
    hashAlgo: wire.os_hash_algo,
    hashValue: wire.os_hash_value,
    createdAtMs: Date.parse(wire.created_at),
    updatedAtMs: Date.parse(wire.updated_at),
    tags: [...wire.tags].sort(),
    refusedRules: wire.vitrine_refused?.rules,
    lockedProperties: wire.vitrine_refused?.properties,
    uploadRefusal: wire.vitrine_refused?.actions.upload,
    deactivation: deactivationOf(wire),
    properties: Object.fromEntries(extra.map(([key, value]) => [key, String(value ?? '')])),
  }
}

function deactivationOf({ vitrine_deactivation: note }: ImageWire): Deactivation | undefined {
  if (note === undefined || note === null) return undefined
  const untilMs = note.until === null ? null : Date.parse(note.until)
  return { reason: note.reason, ticket: note.ticket, sinceMs: Date.parse(note.since), untilMs }
}

export function memberFromWire(wire: MemberWire): ImageMember {
  return {
    imageId: wire.image_id,
    memberId: wire.member_id,
    status: wire.status,
    createdAtMs: Date.parse(wire.created_at),
    updatedAtMs: Date.parse(wire.updated_at),
    endsAtMs: wire.vitrine_ends_at ? Date.parse(wire.vitrine_ends_at) : null,
  }
}

const UNNAMED: Readonly<Record<Language, string>> = { en: 'Unnamed image', de: 'Unbenanntes Abbild' }

/** What to call an image that may have no name. */
export function imageTitle(image: Pick<ImageView, 'id' | 'name'>): string {
  return image.name === null || image.name.trim() === ''
    ? `${UNNAMED[pageLanguage()]} ${image.id.slice(0, 8)}`
    : image.name
}
