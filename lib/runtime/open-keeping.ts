import { openCache } from './open-cache.ts'
import { openTrash } from './open-trash.ts'
import { type OpenUploads, openUploads, type UploadsParts } from './open-uploads.ts'

/** What keeps data: uploads, what was deleted and waits, copies of what is far away. */
export async function openKeeping(parts: Omit<UploadsParts, 'cache' | 'trash'>) {
  const { config, database, log } = parts
  const trash = openTrash(config, database)
  const cache = await openCache(parts)
  const uploads: OpenUploads = openUploads({ ...parts, cache, trash: trash.ofDeletions })
  return {
    uploads,
    jobs: [...uploads.jobs, trash.scrubber({ purge: uploads.purge, log }), ...(cache?.jobs ?? [])],
    /** For the HTTP edge. */
    desks: { trash: trash.records, cache: cache?.desk ?? null, uploads: uploads.directory },
    async close(): Promise<void> {
      await uploads.close()
      await cache?.close()
    },
  }
}
