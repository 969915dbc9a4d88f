/** A schema: by the name of a component, or as it stands. */
export type SchemaRef = string | Readonly<Record<string, unknown>>

export interface Content {
  readonly schema?: SchemaRef
  /** `application/json` unless said otherwise. */
  readonly media?: string
}

/** One method of one path, as people and programs read it. The routes themselves are Hono's; a test compares the two. */
export interface Operation {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS'
  /** As the routes have it: `/v2/images/:imageId`. */
  readonly path: string
  readonly tag: string
  readonly summary: string
  readonly query?: Readonly<Record<string, SchemaRef>>
  readonly headers?: Readonly<Record<string, SchemaRef>>
  readonly body?: Content & { readonly isOptional?: true }
  /** What success looks like. */
  readonly answer: Content & { readonly status: number; readonly headers?: readonly string[] }
  /** Faults that say something about this operation, besides those of every operation. */
  readonly faults?: readonly number[]
  /** Answers without a token, too. */
  readonly isOpen?: true
}

type Rest = Omit<Operation, 'method' | 'path' | 'tag' | 'summary'>

/** `'PUT /v2/images/:imageId/file'`, what it does, and the rest. */
export type OperationLine = readonly [route: string, summary: string, rest: Rest]

/** Lines about one thing as operations. */
export function describeAll(tag: string, lines: readonly OperationLine[]): readonly Operation[] {
  return lines.map(([route, summary, rest]) => {
    const [method, path = ''] = route.split(' ')
    return { method: method as Operation['method'], path, tag, summary, ...rest }
  })
}

export const NOTHING = { answer: { status: 204 } } as const
export const json = (schema: SchemaRef, status = 200) => ({ answer: { status, schema } })
export const text = (description: string) => ({ type: 'string', description })
export const choice = (...values: readonly string[]) => ({ type: 'string', enum: values })
export const whole = (minimum: number) => ({ type: 'integer', minimum })
/** What every list that has pages takes. */
export const PAGE_QUERY = {
  limit: whole(0),
  marker: text('The last thing of the page before.'),
  sort_key: text('What to sort by; can be repeated.'),
  sort_dir: choice('asc', 'desc'),
} as const
