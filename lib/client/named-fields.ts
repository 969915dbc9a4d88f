import type { Properties } from './metadefs/property-rows.ts'

/** Properties that have a field of their own in the forms of an image. */
const NAMED = {
  description: 'description',
  osDistro: 'os_distro',
  osVersion: 'os_version',
  architecture: 'architecture',
} as const
type NamedField = keyof typeof NAMED
const FIELDS = Object.keys(NAMED) as NamedField[]

const NAMED_KEYS: ReadonlySet<string> = new Set(Object.values(NAMED))

/** What a form says in properties. */
export interface PropertyFields extends Readonly<Record<NamedField, string>> {
  /** Those without a field of their own. */
  readonly properties: Properties
}

/** Each property goes where it has its field. */
export function fieldsOfProperties(properties: Properties): PropertyFields {
  const named = FIELDS.map((field) => [field, properties[NAMED[field]] ?? ''])
  return {
    ...(Object.fromEntries(named) as Record<NamedField, string>),
    properties: Object.fromEntries(Object.entries(properties).filter(([key]) => !NAMED_KEYS.has(key))),
  }
}

/** The other way round. An empty field is no property. */
export function propertiesOfFields(fields: PropertyFields): Properties {
  const named = FIELDS.filter((field) => fields[field] !== '').map((field) => [NAMED[field], fields[field]])
  return { ...fields.properties, ...Object.fromEntries(named) }
}
