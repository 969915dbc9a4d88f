/** The little of JSON Schema that the service's documents use. */
interface Schema {
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly pattern?: string
  readonly required?: readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly additionalProperties?: boolean | Schema
  readonly items?: Schema
  readonly $ref?: string
  readonly definitions?: Readonly<Record<string, Schema>>
}

/** What is wrong with the value, as the clients' own check would say; empty for one that fits. */
export function misfits(value: unknown, schema: object, root: object = schema, place = ''): string[] {
  const rule = resolve(schema as Schema, root as Schema)
  const types = rule.type === undefined ? [typeOf(value)] : [rule.type].flat()
  const isInteger = Number.isInteger(value)
  if (!types.includes(typeOf(value)) && !(isInteger && types.includes('integer')))
    return [`${place} is ${typeOf(value)}, not ${types}`]
  if (rule.enum !== undefined && !rule.enum.includes(value)) return [`${place} is ${String(value)}`]
  if (rule.pattern !== undefined && typeof value === 'string' && !new RegExp(rule.pattern).test(value))
    return [`${place} does not match`]
  if (Array.isArray(value))
    return value.flatMap((item, index) => misfits(item, rule.items ?? {}, root, `${place}/${index}`))
  return typeof value === 'object' && value !== null ? memberMisfits(value, rule, root, place) : []
}

function memberMisfits(value: object, rule: Schema, root: object, place: string): string[] {
  const missing = (rule.required ?? []).filter((name) => !Object.hasOwn(value, name))
  const wrong = Object.entries(value).flatMap(([name, member]) => {
    const known = rule.properties?.[name] ?? rule.additionalProperties
    if (known === false) return [`${place}/${name} is unknown`]
    return typeof known === 'object' ? misfits(member, known, root, `${place}/${name}`) : []
  })
  return [...missing.map((name) => `${place}/${name} is missing`), ...wrong]
}

function resolve(schema: Schema, root: Schema): Schema {
  const name = schema.$ref?.split('/').at(-1)
  return name === undefined ? schema : (root.definitions?.[name] ?? {})
}

function typeOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}
