import { invalid } from '../domain/errors.ts'
import type { ImageDraft } from '../domain/new-image.ts'
import {
  assertComplete,
  assertSettable,
  type ImageRules,
  isWritableField,
  parseField,
  parseImageId,
  parseProperty,
} from './image-fields.ts'
import { withField } from './image-set-field.ts'

/**
 * The body of `POST /v2/images`: attributes, tags, and any other member as an additional property.
 * @throws `invalid` a wrong value; `forbidden` a read-only or reserved name
 */
export function parseImageCreate(body: unknown, rules: ImageRules): ImageDraft {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw invalid('The body must be a JSON object with the attributes of the image.')
  }
  let draft: ImageDraft = {}
  const properties = new Map<string, string>()
  for (const [name, value] of Object.entries(body)) {
    if (name === 'id') {
      draft = { ...draft, id: parseImageId(value) }
      continue
    }
    assertSettable(name)
    if (isWritableField(name)) {
      draft = withField(draft, name, parseField(name, value, rules))
      continue
    }
    const text = parseProperty(name, value, rules)
    if (text !== null) properties.set(name, text)
  }
  assertComplete(body, rules)
  return { ...draft, properties: Object.fromEntries(properties) }
}
