import { z } from 'zod'
import { secret, words } from './fields.ts'

/** Image services of other regions, from which glance-download brings images. */
export const REMOTE_IMAGES_SETTINGS = {
  VITRINE_REMOTE_IMAGES_AUTH_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe(
      '`glance-download`: identity service (Keystone) whose catalog names the image services of the regions.',
    ),
  VITRINE_REMOTE_IMAGES_CREDENTIAL_ID: z
    .string()
    .optional()
    .describe('`glance-download`: application credential with which the service asks other regions.'),
  VITRINE_REMOTE_IMAGES_CREDENTIAL_SECRET: z
    .string()
    .transform(secret)
    .optional()
    .describe('Secret of that application credential.'),
  VITRINE_REMOTE_IMAGES_PROPERTIES: words('hw_,trait:,os_distro,os_secure_boot,os_type')
    .refine((list) => !list.some((prefix) => 'os_glance'.startsWith(prefix)), 'must leave os_glance out')
    .describe('`glance-download`: how the names of properties begin that come with an image.'),
}
