import type { Visibility } from '#lib/domain/image.ts'
import { guessFormats } from '#lib/formats/guess.ts'
import type { Inspection } from '#lib/formats/types.ts'
import type { Properties } from '../../metadefs/property-rows.ts'
import { propertiesOfFields } from '../../named-fields.ts'
import { type ChecksumProblem, readChecksum } from '../file/checksum.ts'
import { readTags, suggestedMinDiskGb } from '../file/draft.ts'
import type { ImageDraft } from '../model/upload.ts'

/** What stands in the fields, as typed. */
export interface ImageForm {
  readonly name: string
  readonly diskFormat: string
  readonly containerFormat: string
  readonly visibility: Visibility
  readonly isProtected: boolean
  readonly minDisk: string
  readonly minRam: string
  readonly tags: string
  readonly description: string
  readonly osDistro: string
  readonly osVersion: string
  readonly architecture: string
  readonly checksum: string
  /** Those without a field of their own. */
  readonly properties: Properties
}

/** What is wrong with a field; its words are in `form-words.ts`. */
export type FormProblem =
  | { readonly code: 'nameTooLong' | 'notGib' | 'notMib' | 'tagTooLong' }
  | ChecksumProblem

export type FormProblems = Partial<Record<keyof ImageForm, FormProblem>>

export type FormReading =
  | { readonly isValid: true; readonly draft: ImageDraft }
  | { readonly isValid: false; readonly problems: FormProblems }

/** The fields that make sense for several files at once. */
export const SHARED_FIELDS = [
  'visibility',
  'isProtected',
  'tags',
  'description',
  'osDistro',
  'osVersion',
  'architecture',
  'minRam',
  'properties',
] as const satisfies readonly (keyof ImageForm)[]

const MOST_NAME = 255
const MOST_NUMBER = 2 ** 31 - 1

/** The form of a file that was just looked at: everything that can be known is filled in. */
export function initialForm(inspection: Inspection, fileName: string): ImageForm {
  const guess = guessFormats(inspection, fileName)
  return {
    name: guess.name === '' ? fileName : guess.name,
    diskFormat: guess.diskFormat,
    containerFormat: guess.containerFormat,
    visibility: 'shared',
    isProtected: false,
    minDisk: String(suggestedMinDiskGb(diskSizeOf(inspection))),
    minRam: '0',
    tags: '',
    description: '',
    osDistro: '',
    osVersion: '',
    architecture: '',
    checksum: '',
    properties: {},
  }
}

/** An installation disc is read, not unpacked onto a disk: its size says nothing about the disk that is needed. */
function diskSizeOf({ format, virtualSizeBytes }: Inspection): number | null {
  return format === 'iso' ? null : virtualSizeBytes
}

/** The draft that the fields make, or what is wrong with them. */
export function readForm(form: ImageForm, fileName: string): FormReading {
  const checksum = readChecksum(form.checksum, fileName)
  const problems: FormProblems = {
    ...problemOf('name', form.name.trim().length > MOST_NAME && { code: 'nameTooLong' }),
    ...problemOf('minDisk', wholeNumber(form.minDisk) === null && { code: 'notGib' }),
    ...problemOf('minRam', wholeNumber(form.minRam) === null && { code: 'notMib' }),
    ...problemOf('tags', readTags(form.tags).some((tag) => tag.length > MOST_NAME) && { code: 'tagTooLong' }),
    ...problemOf('checksum', checksum.kind === 'problem' && checksum.problem),
  }
  if (Object.keys(problems).length > 0) return { isValid: false, problems }
  return { isValid: true, draft: draftOf(form, checksum.kind === 'hash' ? checksum.hash : null) }
}

function draftOf(form: ImageForm, expectedHash: ImageDraft['expectedHash']): ImageDraft {
  return {
    name: form.name.trim(),
    diskFormat: form.diskFormat,
    containerFormat: form.containerFormat,
    visibility: form.visibility,
    isProtected: form.isProtected,
    minDiskGb: wholeNumber(form.minDisk) ?? 0,
    minRamMb: wholeNumber(form.minRam) ?? 0,
    tags: readTags(form.tags),
    properties: shownProperties(form),
    expectedHash,
  }
}

/** All that the form says in properties, as the property editor shows them. */
export function shownProperties(form: ImageForm): Properties {
  return propertiesOfFields({
    description: form.description.trim(),
    osDistro: form.osDistro.trim().toLowerCase(),
    osVersion: form.osVersion.trim(),
    architecture: form.architecture,
    properties: form.properties,
  })
}

function problemOf(field: keyof ImageForm, problem: FormProblem | false): FormProblems {
  return problem === false ? {} : { [field]: problem }
}

/** Empty counts as 0: the field says that 0 means any. */
function wholeNumber(text: string): number | null {
  const trimmed = text.trim()
  if (trimmed === '') return 0
  const value = Number(trimmed)
  return /^\d+$/.test(trimmed) && value <= MOST_NUMBER ? value : null
}
