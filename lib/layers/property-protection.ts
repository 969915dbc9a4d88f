import type { Context } from '#lib/domain/context.ts'
import { forbidden } from '#lib/domain/errors.ts'
import type { Image, ImageChange } from '#lib/domain/image.ts'
import type { ImageLayer } from '#lib/domain/repository.ts'

type Properties = Image['properties']
type PropertyOperation = 'create' | 'read' | 'update' | 'delete'

/** The site's rules about single properties; null in the layer's place means that there are none. */
export interface PropertyRules {
  may(operation: PropertyOperation, property: string, ctx: Context): boolean
}

/** What a caller may not read is silently absent; what it may not write is refused by name. */
export function propertyProtectionLayer(rules: PropertyRules | null): ImageLayer {
  return (inner) => ({
    ...inner,
    async list(ctx, query) {
      const page = await inner.list(ctx, query)
      return rules === null ? page : { ...page, items: page.items.map((image) => redact(rules, ctx, image)) }
    },
    async get(ctx, imageId) {
      const image = await inner.get(ctx, imageId)
      return rules === null ? image : redact(rules, ctx, image)
    },
    async add(ctx, image) {
      for (const name of Object.keys(image.properties)) assertMay(rules, 'create', name, ctx)
      return inner.add(ctx, image)
    },
    async save(ctx, change) {
      for (const [operation, name] of changedProperties(change)) assertMay(rules, operation, name, ctx)
      return inner.save(ctx, change)
    },
  })
}

function redact(rules: PropertyRules, ctx: Context, image: Image): Image {
  const readable = Object.entries(image.properties).filter(([name]) => rules.may('read', name, ctx))
  return { ...image, properties: Object.fromEntries(readable) }
}

function assertMay(
  rules: PropertyRules | null,
  operation: PropertyOperation,
  name: string,
  ctx: Context,
): void {
  if (rules === null || rules.may(operation, name, ctx)) return
  throw forbidden(`The property ${name} is protected: you may not ${operation} it.`)
}

function changedProperties({
  before,
  after,
}: ImageChange): readonly (readonly [PropertyOperation, string])[] {
  const names = new Set([...Object.keys(before.properties), ...Object.keys(after.properties)])
  return [...names].flatMap((name) => {
    const operation = operationOn(name, before.properties, after.properties)
    return operation === null ? [] : [[operation, name] as const]
  })
}

function operationOn(name: string, before: Properties, after: Properties): PropertyOperation | null {
  if (!Object.hasOwn(after, name)) return 'delete'
  if (!Object.hasOwn(before, name)) return 'create'
  return before[name] === after[name] ? null : 'update'
}
