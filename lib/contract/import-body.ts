import { z } from 'zod'
import { DomainError, invalid } from '../domain/errors.ts'
import type { ImportRequest } from '../domain/import.ts'

const BODY = z.object({
  method: z.looseObject({ name: z.string().min(1) }),
  stores: z.array(z.string().min(1)).optional(),
  all_stores: z.boolean().optional(),
  all_stores_must_succeed: z.boolean().optional(),
})

export interface ImportRules {
  /** Methods that the site has enabled. */
  readonly methods: readonly string[]
  readonly hasSeveralStores: boolean
}

/**
 * The body of `POST /v2/images/{id}/import`, with the store of `X-Image-Meta-Store`.
 * @throws `invalid` a wrong value, an unknown method, stores that are named twice over
 */
export function parseImport(body: unknown, header: string | undefined, rules: ImportRules): ImportRequest {
  const parsed = BODY.safeParse(body)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const field = issue?.path.join('.') ?? ''
    throw invalid(`${field === '' ? 'The body' : field}: ${issue?.message ?? 'is not right'}.`, field)
  }
  const { method, stores, all_stores: all = false, all_stores_must_succeed: must = true } = parsed.data
  const { name, ...details } = method
  assertEnabled(name, rules.methods)
  assertOneChoice({ stores, all, header })
  if (!must && !rules.hasSeveralStores) {
    throw invalid(
      'all_stores_must_succeed: this site has one store, so leave it out.',
      'all_stores_must_succeed',
    )
  }
  return { method: name, details, stores: choiceOf({ stores, all, header }), mustAllSucceed: must }
}

function assertEnabled(name: string, methods: readonly string[]): void {
  if (methods.includes(name)) return
  const known = methods.length === 0 ? 'none' : methods.join(', ')
  throw invalid(`The import method ${name} is not available here; the methods are: ${known}.`, 'method.name')
}

interface StoreChoice {
  readonly stores: readonly string[] | undefined
  readonly all: boolean
  readonly header: string | undefined
}

function assertOneChoice({ stores, all, header }: StoreChoice): void {
  if (all && stores !== undefined) throw invalid('Name stores or say all_stores, not both.', 'stores')
  // openstacksdk sends the one store that it was given in both places.
  const isSaidTwice = stores?.length === 1 && stores[0] === header
  if (header !== undefined && (all || stores !== undefined) && !isSaidTwice) {
    throw invalid('Name stores in the body or in X-Image-Meta-Store, not in both.', 'X-Image-Meta-Store')
  }
  if (stores?.length === 0) throw invalid('stores names no store; leave it out for the usual one.', 'stores')
}

function choiceOf({ stores, all, header }: StoreChoice): ImportRequest['stores'] {
  if (all) return 'all'
  const named = stores ?? (header === undefined ? undefined : [header])
  return named === undefined ? 'default' : [...new Set(named)]
}

/** The body of `POST /v2/tasks`. @throws `invalid` */
export function parseNewTask(body: unknown): NewTaskRequest {
  const parsed = TASK_BODY.safeParse(body)
  if (parsed.success) {
    const { import_from: uri, import_from_format: diskFormat, image_properties: image } = parsed.data.input
    return {
      input: parsed.data.input,
      uri,
      image: { disk_format: diskFormat, container_format: 'bare', ...image },
    }
  }
  const [issue] = parsed.error.issues
  throw new DomainError('invalid', `${issue?.path.join('.')}: ${issue?.message}.`, {
    field: issue?.path.join('.') ?? '',
  })
}

export interface NewTaskRequest {
  readonly input: Readonly<Record<string, unknown>>
  readonly uri: string
  /** The image to be made, as in `POST /v2/images`. */
  readonly image: Readonly<Record<string, unknown>>
}

const TASK_BODY = z.object({
  type: z.literal('import', 'must be import: other tasks are begun by what they belong to'),
  input: z.object({
    import_from: z.string().min(1),
    import_from_format: z.string().min(1),
    image_properties: z.record(z.string(), z.unknown()),
  }),
})
