import { z } from 'zod'
import { VISIBILITIES } from '../domain/image.ts'
import { draftOf, type ImageDraft } from './image-patch.ts'
import type { ImageView } from './image-view.ts'
import { pageLanguage } from './language.ts'
import type { Properties } from './metadefs/property-rows.ts'
import { fieldsOfProperties, propertiesOfFields } from './named-fields.ts'
import type { Translate } from './words.ts'

const MOST_INTEGER = 2 ** 31 - 1
const MOST_CHARACTERS = 255

const amount = z
  .string()
  .trim()
  .regex(/^\d+$/, 'wholeNumber')
  .refine((text) => Number(text) <= MOST_INTEGER, 'tooMuch')

export const IMAGE_FORM = z.object({
  name: z.string().trim().max(MOST_CHARACTERS, 'tooLong'),
  description: z.string(),
  osDistro: z.string().trim(),
  osVersion: z.string().trim(),
  architecture: z.string().trim(),
  minDiskGb: amount,
  minRamMb: amount,
  visibility: z.enum(VISIBILITIES),
  isProtected: z.boolean(),
  isHidden: z.boolean(),
  tags: z.array(z.string().max(MOST_CHARACTERS)).readonly(),
  /** Those without a field of their own; they have a form of their own, which checks them. */
  properties: z.custom<Properties>(),
})

/** What the form says of a mistake, in words. */
export function problemText(problem: string | undefined, t: Translate<'actions'>): string | undefined {
  switch (problem) {
    case 'wholeNumber':
      return t('problem.wholeNumber')
    case 'tooMuch':
      return t('problem.tooMuch', { most: MOST_INTEGER.toLocaleString(pageLanguage()) })
    case 'tooLong':
      return t('problem.tooLong', { most: String(MOST_CHARACTERS) })
    default:
      return problem
  }
}

/** Why it is no amount, in words; undefined: it is one. */
export function amountProblem(text: string, t: Translate<'actions'>): string | undefined {
  return problemText(amount.safeParse(text).error?.issues[0]?.message, t)
}

/** The edit form: what a person types. */
export type ImageForm = z.infer<typeof IMAGE_FORM>

export function formOf(draft: ImageDraft): ImageForm {
  const { name, minDiskGb, minRamMb, visibility, isProtected, isHidden, tags, properties } = draft
  return {
    name: name ?? '',
    minDiskGb: String(minDiskGb),
    minRamMb: String(minRamMb),
    visibility,
    isProtected,
    isHidden,
    tags,
    ...fieldsOfProperties(properties),
  }
}

/** What the form makes of the image. */
export function draftFromForm(form: ImageForm, image: ImageView): ImageDraft {
  return {
    ...draftOf(image),
    // An image without a name stays without one.
    name: form.name === '' && image.name === null ? null : form.name,
    minDiskGb: Number(form.minDiskGb),
    minRamMb: Number(form.minRamMb),
    visibility: form.visibility,
    isProtected: form.isProtected,
    isHidden: form.isHidden,
    tags: form.tags,
    properties: propertiesOfFields(form),
  }
}

/** My changes (`mine` against `before`) on top of what somebody else has made of it meanwhile (`theirs`). */
export function rebaseDraft(before: ImageDraft, mine: ImageDraft, theirs: ImageDraft): ImageDraft {
  const keys = Object.keys(theirs) as (keyof ImageDraft)[]
  const plain = Object.fromEntries(
    keys.map((key) => [key, mine[key] === before[key] ? theirs[key] : mine[key]]),
  )
  return {
    ...(plain as unknown as ImageDraft),
    tags: rebaseTags(before.tags, mine.tags, theirs.tags),
    properties: rebaseProperties(before.properties, mine.properties, theirs.properties),
  }
}

type Tags = ImageDraft['tags']

function rebaseTags(before: Tags, mine: Tags, theirs: Tags): Tags {
  const removed = before.filter((tag) => !mine.includes(tag))
  const added = mine.filter((tag) => !before.includes(tag))
  return [...new Set([...theirs, ...added])].filter((tag) => !removed.includes(tag))
}

function rebaseProperties(before: Properties, mine: Properties, theirs: Properties): Properties {
  const written = Object.entries(mine).filter(([key, value]) => before[key] !== value)
  const kept = Object.entries(theirs).filter(
    ([key]) => !(Object.hasOwn(before, key) && !Object.hasOwn(mine, key)),
  )
  return Object.fromEntries([...kept, ...written])
}
