import { z } from 'zod'
import { words } from './fields.ts'

const few = (fallback: number) => z.coerce.number().int().min(1).max(64).default(fallback)

/** How images are imported, and who does the work. */
export const IMPORT_SETTINGS = {
  VITRINE_ENABLED_IMPORT_METHODS: words('glance-direct,web-download,copy-image').describe(
    'Ways to import that clients may use, of glance-direct, web-download, copy-image, glance-download; empty: none.',
  ),
  VITRINE_STAGING_DIR: z
    .string()
    .optional()
    .describe(
      'Folder where data waits for its import, the same for all nodes. Default: `import` in the data folder.',
    ),
  VITRINE_TASKS_AT_ONCE: few(4).describe('Tasks (imports, copies) that one node works on at once.'),
  VITRINE_IMPORT_STORES_AT_ONCE: few(2).describe('Stores that one import fills at once.'),
}
