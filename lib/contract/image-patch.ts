import { conflict, DomainError, forbidden, invalid } from '../domain/errors.ts'
import type { Image } from '../domain/image.ts'
import { applyLocationStep, type LocationStep, type StoreIdOf } from '../domain/locations.ts'
import {
  assertSettable,
  type ImageRules,
  isWritableField,
  parseField,
  parseProperty,
  type WritableField,
} from './image-fields.ts'
import { withField } from './image-set-field.ts'
import { parseJsonPointer } from './json-pointer.ts'
import { parseLocationStep } from './location-steps.ts'

/** The media types of `PATCH /v2/images/{id}`; the older one names the operation by the member's key. */
export const PATCH_MEDIA_TYPES = {
  v21: 'application/openstack-images-v2.1-json-patch',
  v20: 'application/openstack-images-v2.0-json-patch',
} as const
export type PatchDialect = keyof typeof PATCH_MEDIA_TYPES

/** For the header `Accept-Patch`. */
export const ACCEPTED_PATCHES = Object.values(PATCH_MEDIA_TYPES).join(', ')

/** `mustBeNew`: in the older media type, `add` does not overwrite. */
export type PatchStep =
  | {
      readonly op: 'add' | 'replace'
      readonly on: 'field'
      readonly name: WritableField
      readonly value: unknown
      readonly mustBeNew: boolean
    }
  | {
      readonly op: 'add' | 'replace'
      readonly on: 'property'
      readonly name: string
      readonly value: string | null
      readonly mustBeNew: boolean
    }
  | { readonly op: 'remove'; readonly on: 'property'; readonly name: string }
  | LocationStep

interface RawStep {
  readonly op: 'add' | 'replace' | 'remove'
  readonly path: unknown
  readonly value: unknown
}

/** @throws `unsupported_media` naming the types that are accepted. */
export function patchDialectOf(contentType: string | undefined): PatchDialect {
  const essence = (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase()
  if (essence === PATCH_MEDIA_TYPES.v21) return 'v21'
  if (essence === PATCH_MEDIA_TYPES.v20) return 'v20'
  throw new DomainError('unsupported_media', `Content-Type must be one of ${ACCEPTED_PATCHES}.`, {
    field: 'Content-Type',
  })
}

/**
 * The steps of a patch document, each checked by itself; nothing is known of the image yet.
 * @throws `invalid` form, pointer or value; `forbidden` read-only and reserved names
 */
export function parseImagePatch(
  body: unknown,
  dialect: PatchDialect,
  rules: ImageRules,
): readonly PatchStep[] {
  if (!Array.isArray(body)) throw invalid('The body must be a JSON list of operations.')
  return body.map((item: unknown, index) => {
    if (typeof item !== 'object' || item === null || Array.isArray(item)) {
      throw invalid(`Operation ${index} must be an object with an operation, a path and a value.`)
    }
    const raw = dialect === 'v21' ? rawStep(item, index) : rawStepOfV20(item, index)
    return checkStep(raw, dialect, rules)
  })
}

function rawStep(item: object, index: number): RawStep {
  const { op, path, value } = item as { op?: unknown; path?: unknown; value?: unknown }
  if (op !== 'add' && op !== 'replace' && op !== 'remove') {
    throw invalid(`op of operation ${index} must be add, replace or remove.`, 'op')
  }
  if (op !== 'remove' && value === undefined)
    throw invalid(`Operation ${index} (${op}) needs a value.`, 'value')
  return { op, path, value }
}

function rawStepOfV20(item: object, index: number): RawStep {
  const ops = (['add', 'replace', 'remove'] as const).filter((name) => Object.hasOwn(item, name))
  const [op] = ops
  if (op === undefined || ops.length > 1) {
    throw invalid(`Operation ${index} must have exactly one of the members add, replace and remove.`, 'op')
  }
  const path: unknown = (item as Record<string, unknown>)[op]
  return rawStep({ op, path, value: (item as { value?: unknown }).value }, index)
}

function checkStep({ op, path, value }: RawStep, dialect: PatchDialect, rules: ImageRules): PatchStep {
  const tokens = parseJsonPointer(path)
  const [name = ''] = tokens
  assertDepth(op, name, tokens.length, String(path))
  if (name === 'locations' && rules.takesLocations === true) return parseLocationStep(op, tokens[1], value)
  if (name === 'id') throw forbidden('The attribute id is read-only: leave it out.')
  assertSettable(name)
  if (op === 'remove') {
    if (isWritableField(name))
      throw forbidden(`The attribute ${name} cannot be removed: replace its value instead.`)
    assertDispensable(name, rules)
    return { op, on: 'property', name }
  }
  const mustBeNew = op === 'add' && dialect === 'v20'
  if (isWritableField(name))
    return { op, on: 'field', name, value: parseField(name, value, rules), mustBeNew }
  const property = parseProperty(name, value, rules)
  if (property === null) assertDispensable(name, rules)
  return { op, on: 'property', name, value: property, mustBeNew }
}

function assertDispensable(name: string, { site }: ImageRules): void {
  if (!site.required.includes(name)) return
  throw forbidden(`This site wants every image to have ${name}: replace its value instead.`)
}

/** One level, but for single locations, which are added and removed at `/locations/{index}`. */
function assertDepth(op: RawStep['op'], name: string, depth: number, path: string): void {
  const wanted = name === 'locations' && op !== 'replace' ? 2 : 1
  if (depth === wanted) return
  const remedy =
    name === 'tags'
      ? 'replace the whole list at /tags'
      : `use a path of ${wanted === 1 ? 'one part' : 'two parts'}`
  throw invalid(`The path ${path} is not valid for ${op} here: ${remedy}.`, 'path')
}

/**
 * The image after all steps; the caller's image is untouched, and the first step that fails fails them all.
 * @throws `conflict` a property that should exist does not, or the other way round; `forbidden` formats of an image with data
 */
export function applyImagePatch(
  image: Image,
  steps: readonly PatchStep[],
  storeIdOf: StoreIdOf = () => null,
): Image {
  return steps.reduce(
    (before, step) =>
      step.on === 'locations' ? applyLocationStep(before, step, storeIdOf) : applyStep(before, step),
    image,
  )
}

function applyStep(image: Image, step: Exclude<PatchStep, LocationStep>): Image {
  if (step.on === 'field') {
    if (step.mustBeNew) throw conflict(`The attribute ${step.name} exists already: use replace.`)
    const after = withField(image, step.name, step.value)
    assertFormatsOpen(image, after, step.name)
    return after
  }
  const exists = Object.hasOwn(image.properties, step.name)
  if (step.op !== 'add' && !exists)
    throw conflict(`The image has no property ${step.name} to ${step.op}: use add.`)
  if (step.op === 'remove' || step.value === null) return withoutProperty(image, step.name)
  if (step.mustBeNew && exists) throw conflict(`The property ${step.name} exists already: use replace.`)
  return { ...image, properties: { ...image.properties, [step.name]: step.value } }
}

function withoutProperty(image: Image, name: string): Image {
  return {
    ...image,
    properties: Object.fromEntries(Object.entries(image.properties).filter(([key]) => key !== name)),
  }
}

function assertFormatsOpen(before: Image, after: Image, name: string): void {
  const isSame = before.diskFormat === after.diskFormat && before.containerFormat === after.containerFormat
  if (isSame || before.status === 'queued' || before.status === 'importing') return
  throw forbidden(`${name} can change only while an image is queued; this one is ${before.status}.`)
}
