import { z } from 'zod'

/** What the API shows of itself. */
export const SURFACE_SETTINGS = {
  VITRINE_IMAGE_SCHEMA_FILE: z
    .string()
    .optional()
    .describe(
      'Additional properties that the site describes or requires (JSON, as Glance’s `schema-image.json`), in place of the common ones.',
    ),
}
