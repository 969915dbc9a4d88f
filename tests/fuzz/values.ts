import fc from 'fast-check'

/** Texts at the edges of what text can be. */
export const edgeText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    ...[
      '',
      ' ',
      '\0',
      'null',
      'true',
      '-1',
      '0',
      '1e999',
      'NaN',
      '9'.repeat(400),
      '__proto__',
      'constructor',
    ],
    ...[
      '../../etc/passwd',
      '%00',
      '%ff',
      "' or 1=1 --",

      '<script>',
      '\u{1F4BF}',
      '\uD800',
      '\uFEFF',
      '\u202E',
    ],
    ...[
      'in:',
      'in:"',
      'gt:',
      'lte:2020-13-45',
      'a:b',
      '{}',
      '[]',
      'a'.repeat(256),
      'ü'.repeat(5000),
      'file:///etc/passwd',
    ],
    ...[
      'http://127.0.0.1:9/',
      'http://169.254.169.254/',
      'http://[::1]:9/',
      '00000000-0000-0000-0000-000000000000',
    ],
  ),
  fc.string({ maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
)

const edgeNumber = fc.constantFrom(0, -0, -1, 0.5, 2 ** 31, -(2 ** 31), 2 ** 53, 2 ** 63, 1e308, -1e308)

/** Anything that JSON can say. */
const edgeJson: fc.Arbitrary<unknown> = fc.oneof(
  edgeText,
  edgeNumber,
  fc.constantFrom(null, true, false, [], {}, [[]], [null], { '': '' }),
  fc.jsonValue({ maxDepth: 3 }),
  fc.dictionary(edgeText, fc.oneof(edgeText, edgeNumber), { maxKeys: 4 }),
)

interface Schema {
  readonly $ref?: string
  /** All patterns of ours are those of ids. */
  readonly pattern?: string
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | Schema
  readonly items?: Schema
}

/** What the description of the service calls its schemas. */
export type Components = Readonly<Record<string, object>>

/** Values of about this form: most of what they hold is right, and some of it is not. */
function valueLike(given: object, components: Components): fc.Arbitrary<unknown> {
  const schema = resolve(given as Schema, components)
  const right = rightValue(schema, components)
  return fc.oneof({ weight: 12, arbitrary: right }, { weight: 1, arbitrary: edgeJson })
}

function rightValue(schema: Schema, components: Components): fc.Arbitrary<unknown> {
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum)
  if (schema.anyOf !== undefined) return fc.oneof(...schema.anyOf.map((each) => valueLike(each, components)))
  const type = [schema.type].flat()[0]
  if (type === 'object' || schema.properties !== undefined) return rightObject(schema, components)
  if (type === 'array') return fc.array(valueLike(schema.items ?? {}, components), { maxLength: 3 })
  if (type === 'integer' || type === 'number') return fc.oneof(fc.nat(1000), edgeNumber)
  if (type === 'boolean') return fc.boolean()
  if (schema.pattern !== undefined) return fc.uuid()
  const text = fc.oneof({ weight: 3, arbitrary: fc.constantFrom('raw', 'a', 'String') }, edgeText)
  return type === 'string' ? text : edgeJson
}

function rightObject(schema: Schema, components: Components): fc.Arbitrary<unknown> {
  const members = Object.entries(schema.properties ?? {}).map(([name, member]) => [
    name,
    valueLike(member, components),
  ])
  const requiredKeys = [...(schema.required ?? [])]
  const known = fc.record(Object.fromEntries(members) as Record<string, fc.Arbitrary<unknown>>, {
    requiredKeys,
  })
  const more = fc.dictionary(edgeText, edgeJson, { maxKeys: 2 })
  return fc.oneof(
    { weight: 3, arbitrary: known },
    fc.tuple(known, more).map(([a, b]) => ({ ...b, ...a })),
  )
}

function resolve(schema: Schema, components: Components): Schema {
  const name = schema.$ref?.split('/').at(-1)
  return name === undefined ? schema : (components[name] as Schema)
}

const encoder = new TextEncoder()

/** Bytes that are almost JSON, or far more of it than anybody means. */
const brokenJson: fc.Arbitrary<Uint8Array> = fc.oneof(
  fc
    .constantFrom(
      ...[
        '',
        '{',
        '{"a":1e999}',
        '{"a":1,"a":2}',
        '\uFEFF{}',
        '[1,]',
        'NaN',
        '{"__proto__":{"x":1}}',
        '"\\ud800"',
      ],
      ...[
        '['.repeat(50_000),
        `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`,
        `"${'a'.repeat(1024 * 1024)}"`,
      ],
    )
    .map((text) => encoder.encode(text)),
  fc.constant(Uint8Array.of(0x22, 0xff, 0xc0, 0x80, 0x22)),
  fc.uint8Array({ maxLength: 64 }),
)

/** A body for a JSON schema. */
export function jsonBody(schema: object, components: Components): fc.Arbitrary<Uint8Array> {
  const written = valueLike(schema, components).map((value) =>
    encoder.encode(JSON.stringify(value) ?? 'null'),
  )
  return fc.oneof({ weight: 4, arbitrary: written }, { weight: 1, arbitrary: brokenJson })
}

/** Bytes for the bodies that are not JSON. */
export const binaryBody: fc.Arbitrary<Uint8Array> = fc.oneof(
  fc.uint8Array({ maxLength: 600 }),
  fc.constantFrom('QFI\xfb', 'conectix', '# Disk DescriptorFile', 'KDMV').map((magic) => {
    const bytes = new Uint8Array(1024)
    bytes.set(Uint8Array.from(magic, (character) => character.charCodeAt(0)))
    return bytes
  }),
)
