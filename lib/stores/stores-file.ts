import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'
import type { FileProblem } from '#lib/config/site-file.ts'
import type { ReadSettings } from './store-type.ts'
import { STORE_TYPES } from './types.ts'

/** A store as the file describes it, checked but not opened. */
export interface StoreSpec {
  readonly id: string
  readonly type: string
  readonly description: string | null
  /** Of several stores with the same data, the one with the highest is read. */
  readonly weight: number
  readonly isReadOnly: boolean
  readonly isCached: boolean
  readonly open: Extract<ReadSettings, { ok: true }>['open']
}

export interface StoresFile {
  readonly defaultStoreId: string
  readonly stores: readonly StoreSpec[]
  /** Everything that is wrong; when there is anything, nothing else counts. */
  readonly problems: readonly FileProblem[]
}

/** Where the file's secrets come from. */
export interface SecretSources {
  environment(name: string): string | undefined
  /** @throws when it cannot be read */
  readSecret(path: string): Promise<string>
}

const STORE_ID = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/
const RESERVED_IDS = /^os_glance_/

const entrySchema = z.looseObject({
  id: z
    .string()
    .regex(STORE_ID, 'must have 1 to 64 letters, digits, dots, dashes and underscores')
    .refine((id) => !RESERVED_IDS.test(id), 'must not begin with os_glance_: such names are reserved'),
  type: z.string(),
  description: z.string().max(255).optional(),
  weight: z.number().int().default(0),
  read_only: z.boolean().default(false),
  cached: z.boolean().optional(),
})

const fileSchema = z.strictObject({
  default: z.string(),
  stores: z.array(z.unknown()).min(1, 'must name at least one store'),
})

type Path = readonly PropertyKey[]
type Note = (path: Path, message: string) => void

/** Reads the file of stores. Never throws: all problems stand in the answer, each with its place. */
export async function readStoresFile(text: string, sources: SecretSources): Promise<StoresFile> {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true })
  const problems: FileProblem[] = document.errors.map((error) => ({
    line: lines.linePos(error.pos[0]).line,
    message: `This is not YAML: ${error.message}`,
  }))
  const nothing = { defaultStoreId: '', stores: [], problems }
  if (problems.length > 0) return nothing
  const note: Note = (path, message) => {
    problems.push({
      line: lines.linePos(offsetOf(document, path)).line,
      message: `${printed(path)}${message}`,
    })
  }
  const file = fileSchema.safeParse(document.toJS())
  if (!file.success) {
    noteIssues(note, [], file.error.issues)
    return nothing
  }
  const stores: StoreSpec[] = []
  for (const [index, entry] of file.data.stores.entries()) {
    const spec = await readEntry(entry, ['stores', index], { note, sources })
    if (spec === null) continue
    if (stores.some(({ id }) => id === spec.id)) note(['stores', index, 'id'], `${spec.id} is there twice.`)
    stores.push(spec)
  }
  if (problems.length === 0) noteDefault(note, file.data.default, stores)
  return { defaultStoreId: file.data.default, stores, problems }
}

function noteDefault(note: Note, id: string, stores: readonly StoreSpec[]): void {
  const known = stores.find((store) => store.id === id)
  if (known === undefined) {
    note(['default'], `there is no store ${id}; the stores are ${stores.map((each) => each.id).join(', ')}.`)
  } else if (known.isReadOnly) note(['default'], `${id} is read-only, so new images cannot go there.`)
}

interface Reading {
  readonly note: Note
  readonly sources: SecretSources
}

async function readEntry(entry: unknown, path: Path, { note, sources }: Reading): Promise<StoreSpec | null> {
  const common = entrySchema.safeParse(entry)
  if (!common.success) {
    noteIssues(note, path, common.error.issues)
    return null
  }
  const { id, type, description = null, weight, read_only: isReadOnly, cached, ...own } = common.data
  const known = Object.hasOwn(STORE_TYPES, type) ? STORE_TYPES[type] : undefined
  if (known === undefined) {
    note([...path, 'type'], `must be one of ${Object.keys(STORE_TYPES).join(', ')}, not ${type}.`)
    return null
  }
  const expanded = expandVariables(own, path, { note, sources }) as Record<string, unknown>
  const settings = await withSecretFiles(expanded, known.secrets, path, { note, sources })
  const read = known.read(settings)
  if (!read.ok) {
    noteIssues(note, path, read.issues)
    return null
  }
  const isCached = cached ?? type !== 'file'
  return { id, type, description, weight, isReadOnly, isCached, open: read.open }
}

function noteIssues(note: Note, path: Path, issues: readonly z.core.$ZodIssue[]): void {
  for (const issue of issues) note([...path, ...issue.path], `${issue.message}.`)
}

const VARIABLE = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g

/** `${NAME}` anywhere in a text is the variable's value. */
function expandVariables(value: unknown, path: Path, reading: Reading): unknown {
  if (typeof value === 'string') {
    return value.replace(VARIABLE, (whole, name: string) => {
      const text = reading.sources.environment(name)
      if (text === undefined) reading.note(path, `the environment variable ${name} is not set.`)
      return text ?? whole
    })
  }
  if (Array.isArray(value)) {
    return value.map((item, index) => expandVariables(item, [...path, index], reading))
  }
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, expandVariables(item, [...path, key], reading)]),
  )
}

/** `password_file: /path` is `password` with the file's text, without the line's end. */
async function withSecretFiles(
  settings: Readonly<Record<string, unknown>>,
  secrets: readonly string[],
  path: Path,
  { note, sources }: Reading,
): Promise<Record<string, unknown>> {
  const all = { ...settings }
  for (const secret of secrets) {
    const key = `${secret}_file`
    const file = all[key]
    if (file === undefined) continue
    delete all[key]
    if (all[secret] !== undefined) note([...path, key], `give either ${secret} or ${key}.`)
    try {
      all[secret] = (await sources.readSecret(String(file))).replace(/\r?\n$/, '')
    } catch {
      note([...path, key], `the file ${String(file)} cannot be read.`)
      all[secret] = 'unread'
    }
  }
  return all
}

/** Where the value stands in the text, or what should hold it. */
function offsetOf(document: Document, path: Path): number {
  for (let length = path.length; length > 0; length -= 1) {
    const parent = document.getIn(path.slice(0, length - 1), true)
    const key = path[length - 1]
    const pair = isMap(parent)
      ? parent.items.find((each) => isScalar(each.key) && each.key.value === key)
      : null
    const node = pair?.key ?? document.getIn(path.slice(0, length), true)
    if (isNode(node) && node.range) return node.range[0]
  }
  return 0
}

function printed(path: Path): string {
  const text = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('')
  return text === '' ? '' : `${text.replace(/^\./, '')}: `
}
