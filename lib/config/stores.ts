import { z } from 'zod'

/** Where images are kept. */
export const STORES_SETTINGS = {
  VITRINE_STORES_FILE: z
    .string()
    .optional()
    .describe(
      'The stores of the site (YAML); see docs/stores.md. Default: one store `file` in the data folder.',
    ),
}
