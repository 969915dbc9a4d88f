import { z } from 'zod'
import { forbidden, invalid } from '../../domain/errors.ts'
import { isAtMost, isStorable, MAX_NAME_CHARACTERS } from '../text.ts'

/** Longest name of a namespace, property, object, tag or resource type, prefix and target, in characters. */
export const MAX_METADEF_NAME = 80
export const MAX_METADEF_DESCRIPTION = 500

const storable = z.string().refine(isStorable, 'must be text that every database can hold')
const atMost = (characters: number) =>
  storable.refine((text) => isAtMost(text, characters), `must have at most ${characters} characters`)

/** A name, or a title as short as one. */
export const shortText = atMost(MAX_METADEF_NAME)
export const definitionName = shortText.min(1, 'must not be empty')
export const description = atMost(MAX_METADEF_DESCRIPTION)
/** Explanations of objects and properties may be longer: files that are in use have such. */
export const longText = atMost(4000)
export const ownerId = atMost(MAX_NAME_CHARACTERS)

const READ_ONLY = ['self', 'schema', 'created_at', 'updated_at']

/** The members of a JSON object. @throws `invalid` when it is none; `forbidden` for an attribute that the service sets */
export function writableMembers(body: unknown): Record<string, unknown> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw invalid('The body must be a JSON object.')
  }
  const readOnly = READ_ONLY.find((name) => Object.hasOwn(body, name))
  if (readOnly !== undefined) throw forbidden(`The attribute ${readOnly} is read-only: leave it out.`)
  return body as Record<string, unknown>
}

/** What clients send back of an answer inside of a tree: nothing to refuse, nothing to keep. */
export function withoutReadOnly(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).filter(([name]) => !READ_ONLY.includes(name)))
}

/** @throws `invalid` that names the place and what must stand there */
export function parsed<Output>(schema: z.ZodType<Output>, value: unknown): Output {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const [issue] = result.error.issues
  const place = issue?.path.map(String).join('/') ?? ''
  throw invalid(place === '' ? `${issue?.message}` : `${place}: ${issue?.message}`, place || undefined)
}
