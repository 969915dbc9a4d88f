import type { CacheRecords } from '#lib/domain/cache.ts'
import type { Database } from './database.ts'

/** Statistics of the nodes' caches, and what they shall fetch. */
export function createCacheRecords({ kysely: db }: Database): CacheRecords {
  return {
    async list(node) {
      const rows = await db
        .selectFrom('cached_images')
        .selectAll()
        .where('node', '=', node)
        .orderBy('last_accessed_ms')
        .orderBy('image_id')
        .execute()
      return rows.map((row) => ({
        imageId: row.image_id,
        hits: row.hits,
        sizeBytes: row.size_bytes,
        checksum: row.checksum,
        lastAccessedMs: row.last_accessed_ms,
        lastModifiedMs: row.last_modified_ms,
      }))
    },
    async put(node, { imageId, hits, sizeBytes, checksum, lastAccessedMs, lastModifiedMs }) {
      const facts = {
        ...{ hits, size_bytes: sizeBytes, checksum },
        ...{ last_accessed_ms: lastAccessedMs, last_modified_ms: lastModifiedMs },
      }
      await db
        .insertInto('cached_images')
        .values({ node, image_id: imageId, ...facts })
        .onConflict((again) => again.columns(['image_id', 'node']).doUpdateSet(facts))
        .execute()
    },
    async hit(node, imageId, nowMs) {
      await db
        .updateTable('cached_images')
        .set((eb) => ({ hits: eb('hits', '+', 1), last_accessed_ms: nowMs }))
        .where('node', '=', node)
        .where('image_id', '=', imageId)
        .execute()
    },
    async remove(node, imageId) {
      const { numDeletedRows } = await db
        .deleteFrom('cached_images')
        .where('node', '=', node)
        .where('image_id', '=', imageId)
        .executeTakeFirst()
      return numDeletedRows > 0n
    },
    async nodesOf(imageId) {
      const rows = await db
        .selectFrom('cached_images')
        .select('node')
        .where('image_id', '=', imageId)
        .orderBy('node')
        .execute()
      return rows.map(({ node }) => node)
    },
    async nodes() {
      const rows = await db
        .selectFrom('cached_images')
        .select('node')
        .union(db.selectFrom('cache_queue').select('node'))
        .orderBy('node')
        .execute()
      return rows.map(({ node }) => node)
    },
    listGone: (node) => listGone(db, node),
    ...cacheQueue(db),
  }
}

async function listGone(db: Database['kysely'], node: string): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('cached_images')
    .leftJoin('images', (join) =>
      join
        .onRef('images.id', '=', 'cached_images.image_id')
        .on('images.status', 'in', ['active', 'deactivated']),
    )
    .select('cached_images.image_id')
    .where('cached_images.node', '=', node)
    .where('images.id', 'is', null)
    .execute()
  return rows.map((row) => row.image_id)
}

function cacheQueue(db: Database['kysely']): Pick<CacheRecords, 'listQueue' | 'enqueue' | 'dequeue'> {
  return {
    async listQueue(node) {
      const rows = await db
        .selectFrom('cache_queue')
        .select('image_id')
        .where('node', '=', node)
        .orderBy('queued_at_ms')
        .orderBy('image_id')
        .execute()
      return rows.map((row) => row.image_id)
    },
    async enqueue(node, imageId, nowMs) {
      await db
        .insertInto('cache_queue')
        .values({ node, image_id: imageId, queued_at_ms: nowMs })
        .onConflict((again) => again.columns(['image_id', 'node']).doNothing())
        .execute()
    },
    async dequeue(node, imageId) {
      const { numDeletedRows } = await db
        .deleteFrom('cache_queue')
        .where('node', '=', node)
        .where('image_id', '=', imageId)
        .executeTakeFirst()
      return numDeletedRows > 0n
    },
  }
}
