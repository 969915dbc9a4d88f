import { resolve } from 'node:path'
import { z } from 'zod'
import { CACHE_SETTINGS } from './config/cache.ts'
import { DELETE_SETTINGS } from './config/delete.ts'
import { bool, bytes, count, seconds, secret, words } from './config/fields.ts'
import { IMPORT_SETTINGS } from './config/import.ts'
import { IMPORT_PLUGINS_SETTINGS } from './config/import-plugins.ts'
import { METADEF_SETTINGS } from './config/metadefs.ts'
import { NET_SETTINGS } from './config/net.ts'
import { NOTIFICATION_SETTINGS } from './config/notifications.ts'
import { QUOTA_SETTINGS } from './config/quota.ts'
import { REMOTE_IMAGES_SETTINGS } from './config/remote-images.ts'
import { SIGNATURES_SETTINGS } from './config/signatures.ts'
import { STORES_SETTINGS } from './config/stores.ts'
import { SURFACE_SETTINGS } from './config/surface.ts'
import { UPKEEP_SETTINGS } from './config/upkeep.ts'

const GIB = 1024 ** 3

/** Every setting, by environment variable. `npm run settings` writes docs/settings.md from this. */
export const SETTINGS = z.object({
  HOST: z.string().default('127.0.0.1').describe('Address to listen on.'),
  PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .default(3000)
    .describe('Port to listen on; 0 takes a free one.'),
  VITRINE_PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .transform((text) => text.replace(/\/+$/, ''))
    .optional()
    .describe(
      'Address under which clients reach the service, for links and the catalog. Default: from the request.',
    ),
  VITRINE_DATA_DIR: z.string().default('./var').describe('Folder of the database, images and staging.'),
  VITRINE_DATABASE_URL: z
    .string()
    .regex(/^(sqlite|postgres|postgresql):/, 'must begin with sqlite: or postgres:')
    .transform(secret)
    .optional()
    .describe(
      '`postgres://user:password@host/database`, or `sqlite:/path`. Default: SQLite in the data folder.',
    ),
  VITRINE_ADMIN_PASSWORD: z
    .string()
    .min(1)
    .transform(secret)
    .optional()
    .describe(
      'Password of the administrator `admin`, set at start. Default: one is generated at the first start.',
    ),
  VITRINE_SECRET: z
    .string()
    .min(16)
    .transform(secret)
    .optional()
    .describe('Key of the browser sessions, the same on every node. Default: generated in the data folder.'),
  ...IMPORT_SETTINGS,
  ...REMOTE_IMAGES_SETTINGS,
  ...STORES_SETTINGS,
  ...UPKEEP_SETTINGS,
  ...DELETE_SETTINGS,
  ...CACHE_SETTINGS,
  VITRINE_LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'])
    .default('info')
    .describe('Least severe message that is logged.'),
  VITRINE_TOKEN_SECONDS: seconds(8 * 3600).describe('Life of a token of the built-in identity, in seconds.'),
  VITRINE_UPLOAD_EXPIRY_SECONDS: seconds(7 * 24 * 3600).describe(
    'A resumable upload without activity for this long is removed, in seconds.',
  ),
  VITRINE_UPLOAD_IDLE_SECONDS: seconds(300).describe(
    'An upload request that sends nothing for this long is ended, in seconds.',
  ),
  VITRINE_IMAGE_SIZE_CAP_BYTES: bytes(1024 * GIB).describe('Largest image, in bytes.'),
  ...SURFACE_SETTINGS,
  VITRINE_DISK_FORMATS: words('ami,ari,aki,vhd,vhdx,vmdk,raw,qcow2,vdi,iso,ploop,gpt').describe(
    'Disk formats that images may declare.',
  ),
  VITRINE_CONTAINER_FORMATS: words('ami,ari,aki,bare,ovf,ova,docker,compressed').describe(
    'Container formats that images may declare.',
  ),
  VITRINE_REQUIRE_FORMAT_MATCH: bool
    .default(true)
    .describe('Refuse data that is not what disk_format says (415).'),
  VITRINE_LIMIT_DEFAULT: z.coerce
    .number()
    .int()
    .min(1)
    .default(25)
    .describe('Images on a page when the client sets no limit.'),
  VITRINE_LIMIT_MAX: z.coerce.number().int().min(1).default(1000).describe('Most images on a page.'),
  VITRINE_IMAGE_PROPERTIES: count(128).describe('Most additional properties of an image; -1: no limit.'),
  VITRINE_IMAGE_TAGS: count(128).describe('Most tags of an image; -1: no limit.'),
  VITRINE_IMAGE_MEMBERS: count(128).describe('Most members of an image; -1: no limit.'),
  VITRINE_IMAGE_LOCATIONS: count(10).describe('Most locations of an image; -1: no limit.'),
  ...QUOTA_SETTINGS,
  VITRINE_METADEFS_DIR: z
    .string()
    .optional()
    .describe(
      'Folder of metadata definitions that are loaded at start while there are none. Default: those of the program.',
    ),
  ...METADEF_SETTINGS,
  VITRINE_POLICY_FILE: z
    .string()
    .optional()
    .describe(
      'Policy rules of the site (YAML); a change counts at once. Default: the secure defaults. See docs/policy.md.',
    ),
  VITRINE_PROPERTY_PROTECTION_FILE: z
    .string()
    .optional()
    .describe(
      'Who may create, read, update and delete which additional properties (INI). Default: no protection.',
    ),
  VITRINE_PROPERTY_PROTECTION_RULE_FORMAT: z
    .enum(['roles', 'policies'])
    .default('roles')
    .describe('What the file of property protections names: roles, or one policy rule for each operation.'),
  ...NET_SETTINGS,
  ...NOTIFICATION_SETTINGS,
  ...SIGNATURES_SETTINGS,
  ...IMPORT_PLUGINS_SETTINGS,
})

type Parsed = z.output<typeof SETTINGS>

/** All settings, frozen; made once at start. */
export interface Config extends Readonly<Parsed> {
  /** The program's own folder. */
  readonly appDir: string
  /** The data folder, absolute. */
  readonly dataDir: string
  /** Variables of the environment that the site's files name. */
  environment(name: string): string | undefined
}

/** Why the program cannot start with these settings: told without a stack, for whoever has to change them. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/** @throws ConfigError that names each wrong setting and what it must be. */
export function loadConfig(env: Readonly<Record<string, string | undefined>> = process.env): Config {
  // An empty variable means "not set", as in most service files.
  const given = Object.fromEntries(
    Object.entries(env).filter(([, text]) => text !== undefined && text !== ''),
  )
  const parsed = SETTINGS.safeParse(given)
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`)
    throw new ConfigError(`These settings are wrong:\n${problems.join('\n')}\nSee docs/settings.md.`)
  }
  const appDir = process.cwd()
  return Object.freeze({
    ...parsed.data,
    appDir,
    environment: (name: string) => env[name],
    dataDir: resolve(/* turbopackIgnore: true */ appDir, parsed.data.VITRINE_DATA_DIR),
  })
}

/**
 * next-auth learns its own address from the environment alone. With VITRINE_PUBLIC_URL it is that; without, next-auth
 * takes it from each request, so that signing in works on every HOST and PORT. Called once, when the program starts.
 */
export function tellNextAuthItsAddress(config: Config, env: NodeJS.ProcessEnv = process.env): void {
  if (config.VITRINE_PUBLIC_URL === undefined) env.AUTH_TRUST_HOST = 'true'
  else env.NEXTAUTH_URL = `${config.VITRINE_PUBLIC_URL}/api/auth`
}
