import type { Visibility } from '../domain/image.ts'
import type { ImageView } from './image-view.ts'

/** What a person can change about an image. */
export interface ImageDraft {
  readonly name: string | null
  readonly visibility: Visibility
  readonly isProtected: boolean
  readonly isHidden: boolean
  readonly minDiskGb: number
  readonly minRamMb: number
  readonly diskFormat: string | null
  readonly containerFormat: string | null
  readonly tags: readonly string[]
  readonly properties: Readonly<Record<string, string>>
}

export type PatchStep =
  | { readonly op: 'add' | 'replace'; readonly path: string; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: string }

export function draftOf(image: ImageView): ImageDraft {
  const {
    name,
    visibility,
    isProtected,
    isHidden,
    minDiskGb,
    minRamMb,
    diskFormat,
    containerFormat,
    tags,
    properties,
  } = image
  return {
    name,
    visibility,
    isProtected,
    isHidden,
    minDiskGb,
    minRamMb,
    diskFormat,
    containerFormat,
    tags,
    properties,
  }
}

const PATHS = {
  name: 'name',
  visibility: 'visibility',
  isProtected: 'protected',
  isHidden: 'os_hidden',
  minDiskGb: 'min_disk',
  minRamMb: 'min_ram',
  diskFormat: 'disk_format',
  containerFormat: 'container_format',
} as const satisfies Partial<Record<keyof ImageDraft, string>>

/** The steps of one JSON patch that turn `before` into `after`: only what differs. Empty when nothing does. */
export function imagePatch(before: ImageDraft, after: ImageDraft): readonly PatchStep[] {
  const steps: PatchStep[] = []
  for (const [key, path] of Object.entries(PATHS) as [keyof typeof PATHS, string][]) {
    if (before[key] !== after[key]) steps.push({ op: 'replace', path: `/${path}`, value: after[key] })
  }
  if (!sameTags(before.tags, after.tags)) steps.push({ op: 'replace', path: '/tags', value: [...after.tags] })
  return [...steps, ...propertySteps(before.properties, after.properties)]
}

function propertySteps(
  before: ImageDraft['properties'],
  after: ImageDraft['properties'],
): readonly PatchStep[] {
  const removed = Object.keys(before).filter((key) => !Object.hasOwn(after, key))
  const written = Object.entries(after).filter(
    ([key, value]) => before[key] !== value || !Object.hasOwn(before, key),
  )
  return [
    ...removed.map((key): PatchStep => ({ op: 'remove', path: pointer(key) })),
    ...written.map(
      ([key, value]): PatchStep => ({
        op: Object.hasOwn(before, key) ? 'replace' : 'add',
        path: pointer(key),
        value,
      }),
    ),
  ]
}

/** RFC 6901: in a pointer `~` is written `~0` and `/` is written `~1`. */
function pointer(key: string): string {
  return `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`
}

function sameTags(before: readonly string[], after: readonly string[]): boolean {
  const wanted = new Set(after)
  return new Set(before).size === wanted.size && before.every((tag) => wanted.has(tag))
}
