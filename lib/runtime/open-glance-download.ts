import { type Config, ConfigError } from '../config.ts'
import type { ImageRules } from '../contract/image-fields.ts'
import { createGlanceDownload, DOWNLOAD_METHOD } from '../import/glance-download/glance-download.ts'
import { createRemoteImages } from '../import/glance-download/remote-images.ts'
import { createServiceToken, type ServiceCredential } from '../net/service-token.ts'
import type { PropertyRules } from '../policy/protections/property-rules.ts'
import type { ImportSource, Requester } from '../tasks/import-ports.ts'
import { fetchOfOperator, type Net } from './open-net.ts'

export interface GlanceDownloadParts {
  readonly config: Config
  readonly net: Net
  readonly imageRules: ImageRules
  /** Null: no property is protected. */
  readonly propertyRules: Pick<PropertyRules, 'may'> | null
}

/** glance-download, where it is enabled. @throws ConfigError when it has no account to ask with */
export function openGlanceDownload(parts: GlanceDownloadParts): readonly ImportSource[] {
  const { config, net, imageRules, propertyRules } = parts
  if (!config.VITRINE_ENABLED_IMPORT_METHODS.includes(DOWNLOAD_METHOD)) return []
  const remote = createRemoteImages({
    token: createServiceToken(fetchOfOperator(), credentialOf(config)),
    fetch: fetchOfOperator({ ...net.limits, redirects: 0 }),
    fetchElsewhere: net.fetch,
  })
  return [
    createGlanceDownload({
      ...{ remote, rules: imageRules, maxBytes: config.VITRINE_IMAGE_SIZE_CAP_BYTES },
      prefixes: config.VITRINE_REMOTE_IMAGES_PROPERTIES,
      mostProperties: config.VITRINE_IMAGE_PROPERTIES,
      maySet(name, { id, properties }, requester) {
        const operation = Object.hasOwn(properties, name) ? 'update' : 'create'
        return propertyRules?.may(operation, name, contextOf(requester, id)) ?? true
      },
    }),
  ]
}

function contextOf(requester: Requester, imageId: string) {
  return { ...requester, userName: null, projectName: null, requestId: `import of ${imageId}` }
}

function credentialOf(config: Config): ServiceCredential {
  const authUrl = config.VITRINE_REMOTE_IMAGES_AUTH_URL
  const id = config.VITRINE_REMOTE_IMAGES_CREDENTIAL_ID
  const secret = config.VITRINE_REMOTE_IMAGES_CREDENTIAL_SECRET
  if (authUrl !== undefined && id !== undefined && secret !== undefined) return { authUrl, id, secret }
  throw new ConfigError(
    'VITRINE_ENABLED_IMPORT_METHODS names glance-download, which needs VITRINE_REMOTE_IMAGES_AUTH_URL, _CREDENTIAL_ID and _CREDENTIAL_SECRET.',
  )
}
