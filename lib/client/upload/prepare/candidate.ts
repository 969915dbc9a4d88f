import { guessFormats } from '#lib/formats/guess.ts'
import type { DetectedFormat, Inspection } from '#lib/formats/types.ts'
import { judge } from '#lib/formats/verdict.ts'
import { type FormReading, type ImageForm, initialForm, readForm, SHARED_FIELDS } from './image-form.ts'
import { formOfVersion, type NewVersion } from './new-version.ts'

/** A file that was chosen and is not yet an upload. */
export interface Candidate {
  readonly id: string
  readonly name: string
  readonly sizeBytes: number
  /** What it is to be a new version of; null: nothing that anybody has said. */
  readonly version: NewVersion | null
  readonly state: CandidateState
}

export type CandidateState =
  | { readonly at: 'inspecting' }
  | { readonly at: 'unreadable' }
  | {
      readonly at: 'ready'
      readonly inspection: Inspection
      readonly fingerprint: string
      readonly form: ImageForm
    }

export type CandidateEvent =
  | { readonly type: 'chosen'; readonly candidates: readonly Omit<Candidate, 'state'>[] }
  | {
      readonly type: 'inspected'
      readonly id: string
      readonly inspection: Inspection
      readonly fingerprint: string
    }
  | { readonly type: 'unreadable'; readonly id: string }
  | { readonly type: 'edited'; readonly id: string; readonly change: Partial<ImageForm> }
  | { readonly type: 'appliedToAll'; readonly id: string }
  | { readonly type: 'removed'; readonly ids: readonly string[] }

/** The next list of candidates. Pure. */
export function reduceCandidates(
  candidates: readonly Candidate[],
  event: CandidateEvent,
): readonly Candidate[] {
  switch (event.type) {
    case 'chosen':
      return [
        ...candidates,
        ...event.candidates.map((each): Candidate => ({ ...each, state: { at: 'inspecting' } })),
      ]
    case 'inspected':
      return change(candidates, event.id, (candidate) =>
        inspected(candidate, event.inspection, event.fingerprint),
      )
    case 'unreadable':
      return change(candidates, event.id, (each) => ({ ...each, state: { at: 'unreadable' } }))
    case 'edited':
      return change(candidates, event.id, (each) => edit(each, event.change))
    case 'appliedToAll':
      return applyToAll(candidates, event.id)
    case 'removed':
      return candidates.filter(({ id }) => !event.ids.includes(id))
  }
}

function change(
  candidates: readonly Candidate[],
  id: string,
  by: (candidate: Candidate) => Candidate,
): readonly Candidate[] {
  return candidates.map((each) => (each.id === id ? by(each) : each))
}

function inspected(candidate: Candidate, inspection: Inspection, fingerprint: string): Candidate {
  if (candidate.state.at !== 'inspecting') return candidate
  const fresh = initialForm(inspection, candidate.name)
  const form = candidate.version === null ? fresh : formOfVersion(fresh, candidate.version)
  return { ...candidate, state: { at: 'ready', inspection, fingerprint, form } }
}

function edit(candidate: Candidate, changed: Partial<ImageForm>): Candidate {
  const { state } = candidate
  return state.at === 'ready'
    ? { ...candidate, state: { ...state, form: { ...state.form, ...changed } } }
    : candidate
}

function applyToAll(candidates: readonly Candidate[], id: string): readonly Candidate[] {
  const source = candidates.find((each) => each.id === id)?.state
  if (source?.at !== 'ready') return candidates
  const shared = Object.fromEntries(SHARED_FIELDS.map((field) => [field, source.form[field]]))
  return candidates.map((each) => edit(each, shared))
}

/** Something the person should read before sending. `danger` keeps the file from being sent. */
export interface Advice {
  readonly tone: 'danger' | 'warn' | 'info'
  readonly fact: AdviceFact
  /** A change of the form that mends it. */
  readonly fix: FormatFix | null
}

/** What there is to say; its words are in `form-words.ts`. `told`: the words that the service uses itself. */
export type AdviceFact =
  | { readonly code: 'told'; readonly sentence: string }
  | { readonly code: 'diskInRaw'; readonly format: DetectedFormat }
  | { readonly code: 'webPage' | 'notEncrypted' | 'unknownSize' | 'noParts' }

export type FormatFix = Pick<ImageForm, 'diskFormat'> & Partial<Pick<ImageForm, 'containerFormat'>>

/** What is to be said about a file with the form as it stands: what the server would refuse, and what may surprise. */
export function adviceOn({ state, sizeBytes, name }: Candidate): readonly Advice[] {
  return state.at === 'ready' ? adviceFor({ ...state, sizeBytes, name }) : []
}

export interface AdviceSubject {
  readonly form: ImageForm
  readonly inspection: Inspection
  readonly sizeBytes: number
  /** Of the file. */
  readonly name: string
}

/** The same about data wherever it lies. */
export function adviceFor({ form, inspection, sizeBytes, name }: AdviceSubject): readonly Advice[] {
  const verdict = judge({
    diskFormat: form.diskFormat,
    containerFormat: form.containerFormat,
    inspection,
    sizeBytes,
  })
  const warnings = inspection.findings.filter(({ severity }) => severity === 'warning')
  return [
    ...(verdict.ok
      ? []
      : [refusal(verdict.message, verdict.code === 'mismatch' ? fixFor(inspection, name) : null)]),
    ...unlooked(form, inspection),
    ...warnings.map(({ message }): Advice => ({ tone: 'warn', fact: told(message), fix: null })),
  ]
}

function refusal(sentence: string, fix: Advice['fix']): Advice {
  return { tone: 'danger', fact: told(sentence), fix }
}

function told(sentence: string): AdviceFact {
  return { code: 'told', sentence }
}

function fixFor(inspection: Inspection, fileName: string): FormatFix {
  const { diskFormat, containerFormat } = guessFormats(inspection, fileName)
  return { diskFormat, containerFormat }
}

/** What the service takes without a look, and a person may regret. */
function unlooked({ diskFormat, containerFormat }: ImageForm, inspection: Inspection): readonly Advice[] {
  const isDiskInsideRaw =
    diskFormat === 'raw' && containerFormat === 'bare' && !PLAIN.includes(inspection.format)
  if (!isDiskInsideRaw) return []
  const { format } = inspection
  return [{ tone: 'warn', fact: { code: 'diskInRaw', format }, fix: { diskFormat: format } }]
}

const PLAIN: readonly Inspection['format'][] = ['raw', 'gpt', 'luks', 'iso', 'gzip', 'xz', 'zstd', 'zip']

/** Whether it may be sent as it stands, and the draft if so. */
export function readCandidate(candidate: Candidate): (FormReading & { readonly isValid: true }) | null {
  if (candidate.state.at !== 'ready' || adviceOn(candidate).some(({ tone }) => tone === 'danger')) return null
  const reading = readForm(candidate.state.form, candidate.name)
  return reading.isValid ? reading : null
}
