import { FAMILY_PROPERTIES } from '#lib/contract/family-properties.ts'
import type { Visibility } from '#lib/domain/image.ts'
import { type ImageView, imageTitle } from '../../image-view.ts'
import type { ImageDefinitions } from '../../metadefs/definitions.ts'
import { baseOf, type Properties } from '../../metadefs/property-rows.ts'
import { takenBy, takeoverOf } from '../../metadefs/takeover.ts'
import { fieldsOfProperties } from '../../named-fields.ts'
import { nameOfVersion, nextVersion } from '../../next-version.ts'
import type { ImageForm } from './image-form.ts'

/** What a new version of a family takes over from the newest one. */
export interface NewVersion {
  readonly family: string
  /** What people call the one that it comes from. */
  readonly from: string
  readonly fromName: string | null
  readonly fromVersion: string | null
  /** Versions that there are. */
  readonly taken: readonly string[]
  readonly suggestion: string
  /** Null: the person may not give it; it is then as with every upload. */
  readonly visibility: Visibility | null
  readonly minDiskGb: number
  readonly minRamMb: number
  readonly tags: readonly string[]
  readonly properties: Properties
}

interface Origin {
  readonly newest: ImageView
  readonly taken: readonly string[]
  readonly definitions: Pick<ImageDefinitions, 'known' | 'locks'>
  readonly maySet: (visibility: Visibility) => boolean
  readonly nowMs: number
}

/** What the newest says of itself alone. */
const OF_ONE_VERSION: readonly string[] = [
  FAMILY_PROPERTIES.version,
  FAMILY_PROPERTIES.deprecatedAt,
  FAMILY_PROPERTIES.replacedBy,
]

export function newVersionOf({ newest, taken, definitions, maySet, nowMs }: Origin): NewVersion {
  const { properties } = newest
  const fromVersion = properties[FAMILY_PROPERTIES.version] ?? null
  const copied = takenBy(takeoverOf({ base: baseOf({}), rows: [], ...definitions }, properties), true)
  return {
    family: properties[FAMILY_PROPERTIES.name] ?? '',
    from: fromVersion ?? imageTitle(newest),
    fromName: newest.name,
    fromVersion,
    taken,
    suggestion: nextVersion(fromVersion, taken, nowMs),
    visibility: maySet(newest.visibility) ? newest.visibility : null,
    minDiskGb: newest.minDiskGb,
    minRamMb: newest.minRamMb,
    tags: newest.tags,
    properties: Object.fromEntries(Object.entries(copied).filter(([key]) => !OF_ONE_VERSION.includes(key))),
  }
}

/** The form of a file that is to be the next version. The formats stay the file's, and a disk that is large enough for it. */
export function formOfVersion(form: ImageForm, version: NewVersion): ImageForm {
  const { suggestion, visibility, minDiskGb, minRamMb, tags, properties } = version
  return {
    ...form,
    ...fieldsOfProperties({ ...properties, ...labelled(suggestion) }),
    name: nameFor(version, suggestion) ?? form.name,
    visibility: visibility ?? form.visibility,
    minDisk: String(Math.max(minDiskGb, Number(form.minDisk))),
    minRam: String(minRamMb),
    tags: tags.join(', '),
  }
}

/** What the form calls the version. */
export function versionIn({ properties }: Pick<ImageForm, 'properties'>): string {
  return properties[FAMILY_PROPERTIES.version] ?? ''
}

/** The change that calls it otherwise: the name goes along as long as nobody has written another. */
export function renamedVersion(form: ImageForm, version: NewVersion, label: string): Partial<ImageForm> {
  const { [FAMILY_PROPERTIES.version]: _, ...others } = form.properties
  const isOurs = form.name === nameFor(version, versionIn(form))
  const name = isOurs ? nameFor(version, label) : null
  return { properties: { ...others, ...labelled(label) }, ...(name !== null && { name }) }
}

function labelled(label: string): Properties {
  return label === '' ? {} : { [FAMILY_PROPERTIES.version]: label }
}

/** Null: the newest has no name that could be a model. */
function nameFor({ fromName, fromVersion }: NewVersion, label: string): string | null {
  return fromName === null || fromName.trim() === '' ? null : nameOfVersion(fromName, fromVersion, label)
}
