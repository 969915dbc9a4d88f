import type { Context } from '#lib/domain/context.ts'
import { DomainError } from '#lib/domain/errors.ts'
import type { Image, ImageChange } from '#lib/domain/image.ts'
import type { ImageQuery } from '#lib/domain/query.ts'
import type { ImageLayer } from '#lib/domain/repository.ts'

type Properties = Image['properties']
type PropertyOperation = 'create' | 'read' | 'update' | 'delete'

/** The site's rules about single properties; null in the layer's place means that there are none. */
export interface PropertyRules {
  may(operation: PropertyOperation, property: string, ctx: Context): boolean
}

/**
 * What a caller may not read is silently absent from every answer and survives every change; what it may not write is
 * refused by name. No answer tells whether an image has a property that the caller may not read.
 */
export function propertyProtectionLayer(rules: PropertyRules | null): ImageLayer {
  const seen = (ctx: Context, image: Image): Image => (rules === null ? image : redact(rules, ctx, image))
  return (inner) => ({
    ...inner,
    async list(ctx, query) {
      // What such a filter finds would tell the values: to this caller no image has the property.
      if (isBlind(rules, ctx, query))
        return { ...(await inner.list(ctx, { ...query, limit: 0 })), items: [], isFull: false }
      const page = await inner.list(ctx, readable(rules, ctx, query))
      return rules === null ? page : { ...page, items: page.items.map((image) => redact(rules, ctx, image)) }
    },
    async total(ctx, query) {
      if (isBlind(rules, ctx, query)) return { count: 0, bytes: 0, isMore: false }
      return inner.total(ctx, readable(rules, ctx, query))
    },
    async owners(ctx, query) {
      if (isBlind(rules, ctx, query)) return { owners: [], isMore: false }
      return inner.owners(ctx, readable(rules, ctx, query))
    },
    async get(ctx, imageId) {
      return seen(ctx, await inner.get(ctx, imageId))
    },
    async add(ctx, image) {
      for (const name of Object.keys(image.properties)) assertMay(rules, 'create', name, ctx)
      return seen(ctx, await inner.add(ctx, image))
    },
    async save(ctx, change) {
      for (const [operation, name] of changedProperties(change)) {
        assertMay(rules, operation, name, ctx)
        // The image may have it already, unseen: whoever writes blindly needs both rights, whether it is there or not.
        if (operation === 'create' && !mayRead(rules, name, ctx)) assertMay(rules, 'update', name, ctx)
      }
      return seen(ctx, await inner.save(ctx, change))
    },
    async finishUpload(ctx, upload) {
      return seen(ctx, await inner.finishUpload(ctx, upload))
    },
  })
}

function isBlind(rules: PropertyRules | null, ctx: Context, { filters }: ImageQuery): boolean {
  return filters.some((each) => each.on === 'property' && !mayRead(rules, each.name, ctx))
}

/** A search finds nothing in what the caller may not read. */
function readable(rules: PropertyRules | null, ctx: Context, query: ImageQuery): ImageQuery {
  return rules === null ? query : { ...query, mayReadProperty: (name) => rules.may('read', name, ctx) }
}

function mayRead(rules: PropertyRules | null, name: string, ctx: Context): boolean {
  return rules === null || rules.may('read', name, ctx)
}

function redact(rules: PropertyRules, ctx: Context, image: Image): Image {
  const all = Object.entries(image.properties)
  const readable = all.filter(([name]) => rules.may('read', name, ctx))
  return readable.length === all.length ? image : { ...image, properties: Object.fromEntries(readable) }
}

function assertMay(
  rules: PropertyRules | null,
  operation: PropertyOperation,
  name: string,
  ctx: Context,
): void {
  if (rules === null || rules.may(operation, name, ctx)) return
  throw new DomainError('forbidden', `The property ${name} is protected: you may not ${operation} it.`, {
    field: name,
  })
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
