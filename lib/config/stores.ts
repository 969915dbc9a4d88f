import { z } from 'zod'
import { bool } from './fields.ts'

/** Where images are kept. */
export const STORES_SETTINGS = {
  VITRINE_SHOW_DIRECT_URL: bool.default(false).describe('Show `direct_url` on images.'),
  VITRINE_SHOW_MULTIPLE_LOCATIONS: bool
    .default(false)
    .describe('Show `locations` on images, and let clients change them with PATCH.'),
  VITRINE_DO_SECURE_HASH: bool
    .default(true)
    .describe(
      'Read data that `POST /v2/images/{id}/locations` names, for its hashes; false: believe what is said of it.',
    ),
  VITRINE_STORES_FILE: z
    .string()
    .optional()
    .describe(
      'The stores of the site (YAML); see docs/stores.md. Default: one store `file` in the data folder.',
    ),
}
