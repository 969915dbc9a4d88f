import { z } from 'zod'

export const METADEF_SETTINGS = {
  VITRINE_METADEF_VALIDATION: z
    .enum(['off', 'warn', 'enforce'])
    .default('off')
    .describe(
      'What happens to a property that its public definition does not allow: nothing; a log line and a response header; a refusal (400).',
    ),
}
