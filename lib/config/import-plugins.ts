import { z } from 'zod'
import { words } from './fields.ts'

export const IMPORT_PLUGINS = ['inject_image_metadata', 'image_decompression', 'image_conversion'] as const
export type ImportPluginName = (typeof IMPORT_PLUGINS)[number]

const isPlugin = (word: string): word is ImportPluginName =>
  (IMPORT_PLUGINS as readonly string[]).includes(word)

/** `key:value` pairs between commas. */
const pairs = words('')
  .refine((list) => list.every((pair) => /^[^:]+:/.test(pair)), 'must be pairs such as owner_specified:yes')
  .transform((list) =>
    Object.fromEntries(
      list.map((pair) => {
        const colon = pair.indexOf(':')
        return [pair.slice(0, colon).trim(), pair.slice(colon + 1).trim()] as const
      }),
    ),
  )

/** What is done to imported data on its way. */
export const IMPORT_PLUGINS_SETTINGS = {
  VITRINE_IMPORT_PLUGINS: words('')
    .refine((list) => list.every(isPlugin), `must be among ${IMPORT_PLUGINS.join(', ')}`)
    .transform((list) => list.filter(isPlugin))
    .describe(
      'What is done to imported data, in this order: `inject_image_metadata`, `image_decompression`, `image_conversion`. Default: nothing. Not for copy-image.',
    ),
  VITRINE_IMPORT_METADATA: pairs.describe(
    '`inject_image_metadata`: properties for imported images, as `key:value,key:value`.',
  ),
  VITRINE_IMPORT_METADATA_IGNORED_ROLES: words('admin').describe(
    '`inject_image_metadata`: whoever has one of these roles imports without them.',
  ),
  VITRINE_IMPORT_CONVERSION_FORMAT: z
    .enum(['raw', 'qcow2', 'vmdk'])
    .default('raw')
    .describe('`image_conversion`: what disks become. Needs the program qemu-img.'),
  VITRINE_IMPORT_UNPACK_RATIO: z.coerce
    .number()
    .int()
    .min(1)
    .default(1000)
    .describe('`image_decompression`: above 1 GiB, data may not grow to more than so many times its size.'),
  VITRINE_IMPORT_PROCESS_MIB: z.coerce
    .number()
    .int()
    .min(64)
    .default(2048)
    .describe('Memory that qemu-img and xz may take, in MiB.'),
  VITRINE_IMPORT_PROCESS_SECONDS: z.coerce
    .number()
    .int()
    .positive()
    .default(7200)
    .describe('Computing time that qemu-img and xz may take for one image, in seconds.'),
}
