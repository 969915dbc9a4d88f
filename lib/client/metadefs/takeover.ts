import { keyProblem } from './key-problem.ts'
import { type FormKnowledge, type Properties, type PropertyRow, writeLock } from './property-rows.ts'

/** They speak of the very bytes that an image has, or of what lies elsewhere in their place. */
const OF_THE_DATA: ReadonlySet<string> = new Set([
  'img_signature',
  'img_signature_hash_method',
  'img_signature_key_type',
  'img_signature_certificate_uuid',
  // With the policy, whoever deletes one image would take the key of the other.
  'cinder_encryption_key_id',
  'cinder_encryption_key_deletion_policy',
  'block_device_mapping',
  'bdm_v2',
  'owner_specified.openstack.md5',
  'owner_specified.openstack.sha256',
  'owner_specified.openstack.object',
])

/** A property that comes from elsewhere into the form. */
export interface TakenProperty {
  readonly key: string
  readonly text: string
  /** As it is set now; null when it is not, or differently on several images. */
  readonly before: string | null
}

/** What becomes of properties that are taken over from a preset or from another image. */
interface Takeover {
  readonly added: readonly TakenProperty[]
  /** They have another value now: it is for the person to say which one is to be. */
  readonly differing: readonly TakenProperty[]
  readonly same: readonly TakenProperty[]
  /** What is true of one image and its data is not of another; what is protected stays as it is. */
  readonly refused: readonly TakenProperty[]
}

type FormState = Pick<FormKnowledge, 'base' | 'known' | 'locks'> & { readonly rows: readonly PropertyRow[] }

export function takeoverOf(form: FormState, properties: Properties): Takeover {
  const present = new Map(form.rows.map(({ key, text }) => [key, text]))
  const all = Object.entries(properties).map(([key, text]) => {
    const before = present.get(key) ?? null
    return { key, text, before, fate: fateOf(form, key, text, before) }
  })
  const those = (fate: keyof Takeover) =>
    all.filter((each) => each.fate === fate).map(({ key, text, before }) => ({ key, text, before }))
  return {
    added: those('added'),
    differing: those('differing'),
    same: those('same'),
    refused: those('refused'),
  }
}

/** What is to be set by it. */
export function takenBy({ added, differing }: Takeover, replaces: boolean): Properties {
  const taken = replaces ? [...added, ...differing] : added
  return Object.fromEntries(taken.map(({ key, text }) => [key, text]))
}

/** Those that may stand on another image, too. */
export function portableOf(form: FormState, properties: Properties): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([key]) => isPortable(form, key)))
}

function fateOf(form: FormState, key: string, text: string, before: string | null): keyof Takeover {
  if (before === text) return 'same'
  if (!isPortable(form, key) || writeLock(form, key) !== undefined) return 'refused'
  const isShown = form.rows.some((row) => row.key === key)
  return before !== null || (isShown && form.base.mixed.has(key)) ? 'differing' : 'added'
}

function isPortable({ known }: FormState, key: string): boolean {
  const isReadOnly = known.get(key)?.[0]?.definition.readonly === true
  return keyProblem(key) === null && !isReadOnly && !OF_THE_DATA.has(key)
}
