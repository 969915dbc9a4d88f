import { z } from 'zod'
import { bytes, seconds } from './fields.ts'

/** Copies of images that lie in remote stores. */
export const CACHE_SETTINGS = {
  VITRINE_CACHE_DIR: z
    .string()
    .optional()
    .describe('Folder of the image cache, one for each node. Default: no cache. See docs/stores.md.'),
  VITRINE_CACHE_MAX_BYTES: bytes(10 * 1024 ** 3).describe('Size to which the cache is pruned, in bytes.'),
  VITRINE_CACHE_STALL_SECONDS: seconds(24 * 3600).describe(
    'A copy that has not grown for this long is removed, in seconds.',
  ),
  VITRINE_CACHE_NODE_URL: z
    .url()
    .optional()
    .describe('What this node is called in `GET /v2/cache/nodes`. Default: its host name and port.'),
}
