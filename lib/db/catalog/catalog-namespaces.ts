import type { CatalogRecords } from '#lib/domain/catalog.ts'
import { DomainError } from '#lib/domain/errors.ts'
import type { Database } from '../database.ts'
import { loadNamespace, readNamespace } from '../metadefs/metadef-records.ts'
import { writeVersions } from '../metadefs/versions.ts'
import { noteAdoption, readAdoptions } from './adoption-rows.ts'
import { fingerprintOfTree } from './fingerprint.ts'

type CatalogNamespaces = Pick<
  CatalogRecords,
  'namespaceFingerprint' | 'namespaceStanding' | 'takeNamespace' | 'addResourceTypes'
>

export function createCatalogNamespaces({ kysely }: Database, clock: () => number): CatalogNamespaces {
  return {
    namespaceFingerprint: fingerprintOfTree,

    async namespaceStanding(name) {
      const [tree, taken] = await Promise.all([
        readNamespace(kysely, name),
        readAdoptions(kysely, 'namespace', [name]),
      ])
      return {
        here: tree === null ? null : fingerprintOfTree(tree),
        isDeleted: false,
        taken: taken.get(name) ?? null,
      }
    },

    async takeNamespace(tree, here, versions = []) {
      await kysely.transaction().execute(async (transaction) => {
        await loadNamespace(transaction, tree, (before, incoming) => {
          if ((before === null ? null : fingerprintOfTree(before)) === here) return incoming
          throw new DomainError(
            'stale',
            `The namespace ${tree.name} was changed a moment ago: run this again.`,
          )
        })
        if (here === null && versions.length > 0) await writeVersions(transaction, tree.name, versions)
        const hash = fingerprintOfTree(tree)
        await noteAdoption(transaction, {
          ...{ kind: 'namespace', id: tree.name, source_hash: hash, written_hash: hash },
          taken_at_ms: clock(),
        })
      })
    },

    async addResourceTypes(types) {
      if (types.length === 0) return 0
      const rows = types.map(({ name, createdAtMs, updatedAtMs }) => ({
        ...{ name, created_at_ms: createdAtMs, updated_at_ms: updatedAtMs },
      }))
      const { numInsertedOrUpdatedRows } = await kysely
        .insertInto('metadef_resource_types')
        .values(rows)
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
      return Number(numInsertedOrUpdatedRows ?? 0n)
    },
  }
}
