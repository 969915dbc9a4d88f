import type { Context } from '#lib/domain/context.ts'
import { forbidden, notFound } from '#lib/domain/errors.ts'
import { assertNotProtected } from '#lib/domain/metadefs/change-tree.ts'
import type { MetadefRecords } from '#lib/domain/metadefs/metadef-records.ts'
import type { MetadefRule, Metadefs } from '#lib/domain/metadefs/metadefs.ts'
import type { MetadefNamespace, NamespaceTree } from '#lib/domain/metadefs/namespace.ts'
import { withoutStrayTexts } from '#lib/domain/metadefs/translations.ts'
import type { Policy, PolicyTarget } from '#lib/domain/policy.ts'

/** Asks the policy before the records do anything. */
export function guardMetadefs(records: MetadefRecords, policy: Pick<Policy, 'check'>): Metadefs {
  function assertMay(rule: MetadefRule, ctx: Context, target: PolicyTarget): void {
    const verdict = policy.check(rule, ctx, target)
    if (!verdict.allowed) throw forbidden(verdict.reason)
  }
  const isReadable = (ctx: Context, namespace: MetadefNamespace): boolean =>
    policy.check('get_metadef_namespace', ctx, targetOf(namespace)).allowed

  function assertUsable(rule: MetadefRule, ctx: Context, namespace: MetadefNamespace): void {
    if (!isReadable(ctx, namespace)) throw notFound('namespace', namespace.name)
    assertMay(rule, ctx, targetOf(namespace))
  }

  return {
    async list(ctx, query) {
      assertMay('get_metadef_namespaces', ctx, ownProject(ctx))
      const page = await records.list(ctx, query)
      return { ...page, items: page.items.filter((namespace) => isReadable(ctx, namespace)) }
    },
    async get(ctx, name, rule) {
      const tree = await records.get(ctx, name)
      assertUsable(rule, ctx, tree)
      return tree
    },
    async add(ctx, tree) {
      for (const rule of rulesOfNew(tree)) assertMay(rule, ctx, targetOf(tree))
      return records.add(ctx, tree)
    },
    change: (ctx, name, rule, change) =>
      records.change(ctx, name, (before) => {
        assertUsable(rule, ctx, before)
        return withoutStrayTexts(change(before))
      }),
    remove: (ctx, name, check) =>
      records.remove(ctx, name, (tree) => {
        assertUsable('delete_metadef_namespace', ctx, tree)
        assertNotProtected(tree)
        check?.(tree)
      }),
    async versions(ctx, name) {
      assertUsable('modify_metadef_namespace', ctx, await records.get(ctx, name))
      return records.versions(name)
    },
    async resourceTypes(ctx) {
      assertMay('list_metadef_resource_types', ctx, ownProject(ctx))
      return records.resourceTypes()
    },
  }
}

/** A tree in one request needs the rights that its parts need one by one. */
function rulesOfNew(tree: NamespaceTree): readonly MetadefRule[] {
  const rules: MetadefRule[] = ['add_metadef_namespace']
  if (tree.associations.length > 0) rules.push('add_metadef_resource_type_association')
  if (Object.keys(tree.properties).length > 0) rules.push('add_metadef_property')
  if (tree.objects.length > 0) rules.push('add_metadef_object')
  if (tree.tags.length > 0) rules.push('add_metadef_tag')
  return rules
}

/** To the rules a namespace is a thing with an owner and a visibility, as an image is. */
function targetOf({ owner, visibility }: MetadefNamespace): PolicyTarget {
  return { image: { owner, visibility } }
}

function ownProject(ctx: Context): PolicyTarget {
  return { image: { owner: ctx.projectId, visibility: 'private' } }
}
