import { describe, expect, it } from 'vitest'
import { COMMON_PROPERTIES } from '#lib/contract/common-properties.ts'
import { readSiteSchema } from '#lib/contract/site-schema.ts'
import { OPERATIONS, openapiDocument } from './document.ts'
import { apiPage } from './page.ts'

const reading = readSiteSchema(COMMON_PROPERTIES, {
  compilePattern: () => () => true,
  isAttribute: () => false,
})
if (!reading.ok) throw new Error(reading.problems.join())
const rules = { diskFormats: ['raw'], containerFormats: ['bare'], site: reading.site }
const document = openapiDocument({ operations: OPERATIONS, rules, baseUrl: 'http://x' })

/** Every `$ref` anywhere in a value. */
function references(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  const own = '$ref' in value ? [String(value.$ref)] : []
  return [...own, ...Object.values(value).flatMap(references)]
}

describe('the description of the service', () => {
  it('names each operation once', () => {
    const ids = Object.values(document.paths).flatMap((path) =>
      Object.values(path).map((operation) => (operation as { operationId: string }).operationId),
    )
    expect(ids).toHaveLength(OPERATIONS.length)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('refers only to schemas that it has, and uses each', () => {
    const used = new Set(references(document).map((reference) => reference.split('/').at(-1)))
    const known = Object.keys(document.components.schemas)
    expect([...used].filter((name) => !known.includes(String(name)))).toEqual([])
    expect(known.filter((name) => !used.has(name))).toEqual([])
  })

  it('takes the bodies from the schemas that check them', () => {
    const { ImageCreate, 'metadef.namespace.body': namespace } = document.components.schemas
    expect(ImageCreate).toMatchObject({
      properties: { disk_format: { anyOf: [{ enum: ['raw'] }, { type: 'null' }] } },
      additionalProperties: { type: 'string' },
    })
    expect(namespace).toMatchObject({ required: ['namespace'], additionalProperties: false })
  })

  it('is a page in which nothing of the address is markup', () => {
    const page = apiPage({ operations: OPERATIONS, schemas: {}, baseUrl: 'http://"><script>x' })
    expect(page).toContain('http://&quot;&gt;&lt;script&gt;x')
    expect(page).not.toMatch(/<script|\sstyle=|\son\w+=/)
  })
})
