import { z } from 'zod'
import { bool } from './fields.ts'

/** What the API shows of itself. */
export const SURFACE_SETTINGS = {
  VITRINE_IMAGE_SCHEMA_FILE: z
    .string()
    .optional()
    .describe(
      'Additional properties that the site describes or requires (JSON, as Glance’s `schema-image.json`), in place of the common ones.',
    ),
  VITRINE_HEALTHCHECK_DISABLE_FILE: z
    .string()
    .optional()
    .describe('While this file exists `/healthcheck` answers 503, so that balancers send nobody here.'),
  VITRINE_API_V1: bool
    .default(false)
    .describe('Answer clients that know only version 1 of the API, under `/v1`.'),
}
