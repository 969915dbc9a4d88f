import { z } from 'zod'
import { secret } from './fields.ts'

const address = z.url({ protocol: /^https?$/ }).transform((text) => text.replace(/\/+$/, ''))

/** Where the certificates of signed images come from. */
export const SIGNATURES_SETTINGS = {
  VITRINE_SIGNATURE_CERTIFICATES_DIR: z
    .string()
    .optional()
    .describe(
      'Folder of certificates for signed images, each a file `<uuid>.pem`, `.crt`, `.cer` or `.der`. Asked before the key manager.',
    ),
  VITRINE_KEY_MANAGER_URL: address
    .optional()
    .describe('Key manager (Barbican, without `/v1`) that holds the certificates of signed images.'),
  VITRINE_KEY_MANAGER_AUTH_URL: address
    .optional()
    .describe('Identity service (Keystone) whose tokens the key manager takes.'),
  VITRINE_KEY_MANAGER_CREDENTIAL_ID: z
    .string()
    .optional()
    .describe('Application credential with which the service reads certificates.'),
  VITRINE_KEY_MANAGER_CREDENTIAL_SECRET: z
    .string()
    .transform(secret)
    .optional()
    .describe('Secret of that application credential.'),
}
