import { z } from 'zod'
import { forbidden, invalid } from '../domain/errors.ts'
import { VISIBILITIES } from '../domain/image.ts'
import { parseSiteValue, type SiteSchema } from './site-schema.ts'
import { isAtMost, isStorable, isUuid, MAX_NAME_CHARACTERS } from './text.ts'

/** What a site allows its images to declare. */
export interface ImageRules {
  /** What it says of additional properties. */
  readonly site: SiteSchema
  readonly diskFormats: readonly string[]
  readonly containerFormats: readonly string[]
  /** Clients may say where data lies. */
  readonly takesLocations?: boolean
}

const MAX_INT32 = 2 ** 31 - 1

const storable = z.string().refine(isStorable)
const shortText = storable.refine((text) => isAtMost(text, MAX_NAME_CHARACTERS))
const tag = shortText.min(1)
const amount = z.int().min(0).max(MAX_INT32)

/** The attributes that a client sets, by their names on the wire; the value says what each must be. */
const IMAGE_FIELDS = {
  name: { schema: shortText.nullable(), remedy: 'text of at most 255 characters, or null' },
  visibility: { schema: z.enum(VISIBILITIES), remedy: `one of ${VISIBILITIES.join(', ')}` },
  protected: { schema: z.boolean(), remedy: 'true or false' },
  os_hidden: { schema: z.boolean(), remedy: 'true or false' },
  owner: { schema: shortText.nullable(), remedy: 'a project id of at most 255 characters, or null' },
  min_disk: { schema: amount, remedy: `a whole number of gigabytes from 0 to ${MAX_INT32}` },
  min_ram: { schema: amount, remedy: `a whole number of megabytes from 0 to ${MAX_INT32}` },
  tags: { schema: z.array(tag), remedy: 'a list of texts of 1 to 255 characters each' },
} as const

/** The attributes that a client sets, as one schema; every other member is an additional property. */
export function imageAttributes({ diskFormats, containerFormats }: ImageRules) {
  const schemas = Object.entries(IMAGE_FIELDS).map(([name, { schema }]) => [name, schema.optional()])
  return z
    .object({
      id: z.guid().optional(),
      ...(Object.fromEntries(schemas) as Record<CheckedField, z.ZodType>),
      disk_format: z.enum(diskFormats).nullish(),
      container_format: z.enum(containerFormats).nullish(),
    })
    .catchall(z.string())
}

type CheckedField = keyof typeof IMAGE_FIELDS

/** Attributes that a client can set on any image, in the API's spelling. */
export const WRITABLE_FIELDS = [
  'name',
  'visibility',
  'protected',
  'os_hidden',
  'owner',
  'min_disk',
  'min_ram',
  'tags',
  'disk_format',
  'container_format',
] as const
export type WritableField = (typeof WRITABLE_FIELDS)[number]

const READ_ONLY: ReadonlySet<string> = new Set([
  'created_at',
  'updated_at',
  'status',
  'checksum',
  'size',
  'virtual_size',
  'direct_url',
  'self',
  'file',
  'schema',
  'stores',
  'os_hash_algo',
  'os_hash_value',
])
const RESERVED: ReadonlySet<string> = new Set(['location', 'deleted', 'deleted_at'])
const RESERVED_PREFIX = 'os_glance'
const LOCATIONS = 'locations'

export function isWritableField(name: string): name is WritableField {
  return (WRITABLE_FIELDS as readonly string[]).includes(name)
}

/** @throws `forbidden` for attributes that the service keeps for itself. */
export function assertSettable(name: string): void {
  if (READ_ONLY.has(name)) throw forbidden(`The attribute ${name} is read-only: leave it out.`)
  if (RESERVED.has(name)) throw forbidden(`The attribute ${name} is reserved: choose another name.`)
  if (name.startsWith(RESERVED_PREFIX)) {
    throw forbidden(
      `Names that begin with ${RESERVED_PREFIX} are reserved, and ${name} does: choose another.`,
    )
  }
  if (name === LOCATIONS)
    throw forbidden('This site does not let clients set locations: upload the data instead.')
}

/** The checked value of one attribute. @throws `invalid` that names the field and what it must be. */
export function parseField(name: WritableField, value: unknown, rules: ImageRules): unknown {
  if (name === 'disk_format') return parseFormat(name, value, rules.diskFormats)
  if (name === 'container_format') return parseFormat(name, value, rules.containerFormats)
  const field = IMAGE_FIELDS[name satisfies CheckedField]
  const parsed = field.schema.safeParse(value)
  if (!parsed.success) throw mustBe(name, field.remedy)
  return parsed.data
}

function parseFormat(name: string, value: unknown, allowed: readonly string[]): string | null {
  if (value === null || (typeof value === 'string' && allowed.includes(value))) return value
  throw mustBe(name, `null or one of ${allowed.join(', ')}`)
}

/** Whether images have an attribute of this name, so that no additional property can. */
export function isAttribute(name: string): boolean {
  return (
    name === 'id' || name === LOCATIONS || isWritableField(name) || READ_ONLY.has(name) || RESERVED.has(name)
  )
}

/** The checked value of an additional property; null takes it away. @throws `invalid` */
export function parseProperty(
  name: string,
  value: unknown,
  { site }: Pick<ImageRules, 'site'>,
): string | null {
  if (name === '' || !isStorable(name) || !isAtMost(name, MAX_NAME_CHARACTERS)) {
    throw invalid(
      `Property names have 1 to 255 characters; shorten or correct “${name.slice(0, 60)}”.`,
      name.slice(0, 60),
    )
  }
  const described = site.properties.get(name)
  if (described !== undefined) return parseSiteValue(described, name, value)
  const parsed = storable.safeParse(value)
  if (parsed.success) return parsed.data
  throw mustBe(name, 'text: properties have no other type, so put numbers in quotes')
}

/** @throws `invalid` when what a new image names leaves out what the site wants of every image */
export function assertComplete(named: object, { site }: Pick<ImageRules, 'site'>): void {
  const missing = site.required.filter((name) => !Object.hasOwn(named, name))
  if (missing.length > 0)
    throw invalid(`This site wants every image to have ${missing.join(', ')}.`, missing[0])
}

/** @throws `invalid` */
export function parseImageId(value: unknown): string {
  if (typeof value === 'string' && isUuid(value)) return value
  throw mustBe('id', 'a UUID such as 6a1c0b7e-3f2d-4c58-9b1e-2f6d8c9a7b10')
}

/** @throws `invalid` */
export function parseTag(value: string): string {
  if (tag.safeParse(value).success) return value
  throw mustBe('tag', 'text of 1 to 255 characters')
}

function mustBe(name: string, remedy: string) {
  return invalid(`${name} must be ${remedy}.`, name)
}
