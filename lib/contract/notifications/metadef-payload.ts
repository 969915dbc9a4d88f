import type { EventDraft, MetadefPart, MetadefPartStep } from '../../domain/events.ts'
import type { MetadefNamespace, PropertyDefinition } from '../../domain/metadefs/namespace.ts'
import { toWireTime } from '../wire-time.ts'
import { deletion, type PayloadObject } from './image-payload.ts'

type NamespaceStep = Extract<EventDraft, { namespace: MetadefNamespace; part?: never }>

/** @param deletedAtMs Milliseconds since the epoch, for what is gone */
export function namespacePayload({ namespace, oldName }: NamespaceStep, deletedAtMs?: number): PayloadObject {
  return {
    namespace: namespace.name,
    namespace_old: oldName ?? namespace.name,
    display_name: namespace.displayName,
    protected: namespace.isProtected,
    visibility: namespace.visibility,
    owner: namespace.owner,
    description: namespace.description,
    ...times(namespace),
    ...deletion(deletedAtMs),
  }
}

export function metadefPartPayload(
  { namespace, part, oldName }: MetadefPartStep,
  deletedAtMs?: number,
): PayloadObject {
  const { name, ...facts } = factsOf(part)
  return {
    namespace: namespace.name,
    name,
    name_old: oldName ?? name,
    ...facts,
    ...deletion(deletedAtMs),
  }
}

function factsOf(part: MetadefPart): PayloadObject & { readonly name: string } {
  switch (part.kind) {
    case 'metadef_object': {
      const { name, description, required, properties } = part.object
      const list = Object.entries(properties).map(([key, each]) => ({ name: key, ...propertyFacts(each) }))
      return { name, description, required, properties: list, ...times(part.object) }
    }
    case 'metadef_property':
      return { name: part.name, ...propertyFacts(part.property) }
    case 'metadef_tag':
      return { name: part.tag.name, ...times(part.tag) }
    case 'metadef_resource_type': {
      const { name, prefix, propertiesTarget } = part.association
      return { name, prefix, properties_target: propertiesTarget, ...times(part.association) }
    }
  }
}

function propertyFacts(property: PropertyDefinition): PayloadObject {
  return {
    type: property.type,
    title: property.title,
    description: property.description ?? null,
    default: property.default ?? null,
    minimum: property.minimum ?? null,
    maximum: property.maximum ?? null,
    enum: property.enum ?? null,
    pattern: property.pattern ?? null,
    minLength: property.minLength ?? null,
    maxLength: property.maxLength ?? null,
    confidential: null,
    items: property.items ?? null,
    uniqueItems: property.uniqueItems ?? null,
    minItems: property.minItems ?? null,
    maxItems: property.maxItems ?? null,
    additionalItems: property.additionalItems ?? null,
  }
}

function times({ createdAtMs, updatedAtMs }: { createdAtMs: number; updatedAtMs: number }): PayloadObject {
  return { created_at: toWireTime(createdAtMs), updated_at: toWireTime(updatedAtMs) }
}
