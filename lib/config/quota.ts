import { z } from 'zod'
import { bool } from './fields.ts'

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB']
const AMOUNT = /^(\d+)([KMGT]?B)?$/

/** `5GB`, `500MB` or plain bytes, as Glance's user_storage_quota: the units are binary. */
const amount = z
  .string()
  .regex(AMOUNT, 'must be a number of bytes, or one with B, KB, MB, GB or TB behind it')
  .transform((text) => {
    const [, digits = '0', unit = 'B'] = AMOUNT.exec(text) ?? []
    return Number(digits) * 1024 ** UNITS.indexOf(unit)
  })
  .refine(Number.isSafeInteger, 'is more than this service can count')

export const QUOTA_SETTINGS = {
  VITRINE_USER_STORAGE_QUOTA_BYTES: amount
    .default(0)
    .describe(
      'Most bytes of image data of a project in all stores together (`5GB` is understood); 0: no limit.',
    ),
  VITRINE_USE_KEYSTONE_LIMITS: bool
    .default(false)
    .describe(
      'Take unified limits (image_size_total …) instead of the storage quota; what is not registered is 0. See docs/operations.md.',
    ),
}
