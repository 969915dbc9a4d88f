import { invalid } from '../../domain/errors.ts'
import type { Image } from '../../domain/image.ts'
import type { ImageDraft } from '../../domain/new-image.ts'
import { type ImageRules, isWritableField, parseField, parseImageId, parseProperty } from '../image-fields.ts'
import { withField } from '../image-set-field.ts'

const ATTRIBUTE = 'x-image-meta-'
const PROPERTY = 'x-image-meta-property-'
/** What clients send back of an answer, and what is about the data: no attributes to keep. */
const READ_ONLY = new Set([
  'created_at',
  'updated_at',
  'deleted_at',
  'deleted',
  'status',
  'size',
  'checksum',
  'store',
  'location',
  'uri',
])
const NUMBERS = new Set(['min_disk', 'min_ram'])

/** An image as the headers of version 1 name it. */
export interface HeaderDraft {
  readonly draft: ImageDraft
  /** Absent: the client does not say. */
  readonly isPublic?: boolean
}

/**
 * The `x-image-meta-*` headers. Names come in lower case, with dashes or underscores alike.
 * @throws `invalid` a wrong value
 */
export function parseImageHeaders(headers: Headers, rules: ImageRules): HeaderDraft {
  let draft: ImageDraft = {}
  let isPublic: boolean | undefined
  const properties = new Map<string, string>()
  for (const [header, encoded] of headers) {
    if (!header.startsWith(ATTRIBUTE)) continue
    const value = fromHeader(encoded)
    if (header.startsWith(PROPERTY)) {
      const name = header.slice(PROPERTY.length).replaceAll('-', '_')
      const text = parseProperty(name, value, rules)
      if (text !== null) properties.set(name, text)
      continue
    }
    const name = header.slice(ATTRIBUTE.length).replaceAll('-', '_')
    if (name === 'is_public') isPublic = parseFlag(name, value)
    else if (name === 'id') draft = { ...draft, id: parseImageId(value) }
    else draft = withAttribute(draft, name, value, rules)
  }
  return {
    draft: { ...draft, properties: Object.fromEntries(properties) },
    ...(isPublic === undefined ? {} : { isPublic }),
  }
}

function withAttribute(draft: ImageDraft, name: string, value: string, rules: ImageRules): ImageDraft {
  if (READ_ONLY.has(name)) return draft
  if (!isWritableField(name) || name === 'visibility' || name === 'tags' || name === 'os_hidden') {
    throw invalid(
      `${ATTRIBUTE}${name} is no header of version 1 that this service takes.`,
      `${ATTRIBUTE}${name}`,
    )
  }
  return withField(draft, name, parseField(name, typedValue(name, value), rules))
}

function typedValue(name: string, value: string): unknown {
  if (name === 'protected') return parseFlag(name, value)
  if (NUMBERS.has(name)) return /^\d{1,15}$/.test(value) ? Number(value) : value
  return value === '' && name !== 'name' ? null : value
}

/** Python's words for it, in any case. */
function parseFlag(name: string, value: string): boolean {
  const word = value.trim().toLowerCase()
  if (/^(true|t|on|yes|y|1)$/.test(word)) return true
  // Clients send None for what their user did not say.
  if (/^(false|f|off|no|n|0|none|)$/.test(word)) return false
  throw invalid(`${ATTRIBUTE}${name} must be True or False.`, `${ATTRIBUTE}${name}`)
}

/** The image after the headers; its properties are replaced by those of the headers, or joined with them. */
export function applyHeaders(image: Image, { draft, isPublic }: HeaderDraft, isReplacing: boolean): Image {
  const { id: _, properties = {}, ...attributes } = draft
  const isOpen = image.visibility === 'public'
  const visibility = isPublic === undefined || isPublic === isOpen ? image.visibility : visibilityOf(isPublic)
  return {
    ...image,
    ...attributes,
    visibility,
    properties: isReplacing ? properties : { ...image.properties, ...properties },
  }
}

/** What is not public in version 1 can be shared. */
export function visibilityOf(isPublic: boolean): 'public' | 'shared' {
  return isPublic ? 'public' : 'shared'
}

/** Headers carry bytes; clients write them in UTF-8. */
function fromHeader(text: string): string {
  const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0))
  return new TextDecoder().decode(bytes)
}
