import { bool, seconds } from './fields.ts'

/** How images are deleted. */
export const DELETE_SETTINGS = {
  VITRINE_DELAYED_DELETE: bool
    .default(false)
    .describe('Keep deleted images for a while, in which they can be restored.'),
  VITRINE_SCRUB_SECONDS: seconds(7 * 24 * 3600).describe(
    'How long deleted images are kept with VITRINE_DELAYED_DELETE, in seconds.',
  ),
}
