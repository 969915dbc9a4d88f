import { z } from 'zod'
import {
  httpUrl,
  mebibytes,
  REDIRECT_SETTINGS,
  REMOTE_SETTINGS,
  remoteOptions,
  secretText,
} from '../remote/remote-settings.ts'
import { storeType } from '../store-type.ts'
import { swiftUrl } from './swift-names.ts'
import type { AuthV1, AuthV3, ProjectAccounts, SwiftStoreOptions } from './swift-options.ts'
import { imageInProject, projectsUrl } from './swift-projects.ts'
import { createSwiftStore } from './swift-store.ts'

const AUTH = z.discriminatedUnion('auth_version', [
  z.object({ auth_version: z.literal(1), user: z.string().min(1), key: secretText }),
  z.object({
    ...{ auth_version: z.literal(3), user: z.string().min(1).optional(), key: secretText },
    user_domain: z.string().min(1).default('Default'),
    project: z.string().min(1).optional(),
    project_domain: z.string().min(1).default('Default'),
    /** Instead of a user and a project; then `key` is its secret. */
    application_credential: z.string().min(1).optional(),
  }),
])

const PLACE = z.object({
  auth_url: httpUrl,
  region: z.string().min(1).optional(),
  interface: z.enum(['public', 'internal', 'admin']).default('public'),
  /** Instead of what the catalog says: the account's own address. */
  endpoint: httpUrl.optional(),
  container: z
    .string()
    .regex(/^[^/]{1,200}$/, 'is no name of a container')
    .default('glance'),
  create_container: z.boolean().default(false),
  /** Data lies in the accounts of the images' projects. `endpoint` is then their address without the project's id. */
  multi_tenant: z.boolean().default(false),
  /** Each upload under way holds one segment in memory. */
  segment_mib: mebibytes(1, 32),
  /** What the servers allow (`slo.max_manifest_segments`). */
  manifest_segments: z.number().int().min(2).default(1000),
  ...REMOTE_SETTINGS,
  ...REDIRECT_SETTINGS,
  /** Signs temporary URLs. */
  redirect_key: secretText.optional(),
})

type Place = z.output<typeof PLACE>

const SETTINGS = z.record(z.string(), z.unknown()).transform((given, ctx) => {
  const known = new Set([
    ...Object.keys(PLACE.shape),
    ...AUTH.options.flatMap(({ shape }) => Object.keys(shape)),
  ])
  for (const name of Object.keys(given)) {
    if (!known.has(name)) ctx.addIssue({ code: 'custom', message: 'is not known', path: [name] })
  }
  const place = PLACE.safeParse(given)
  const auth = AUTH.safeParse({ auth_version: 3, ...given })
  for (const { error } of [place, auth]) {
    for (const { message, path } of error?.issues ?? []) ctx.addIssue({ code: 'custom', message, path })
  }
  if (!place.success || !auth.success) return z.NEVER
  const { data } = auth
  const isWho = data.auth_version === 1 || data.application_credential !== undefined
  if (!isWho && (data.user === undefined || data.project === undefined)) {
    ctx.addIssue({ code: 'custom', message: 'user and project, or application_credential, must be given' })
    return z.NEVER
  }
  const problem = redirectProblem(place.data) ?? multiTenantProblem(place.data, data.auth_version)
  if (problem !== null) {
    ctx.addIssue({ code: 'custom', ...problem })
    return z.NEVER
  }
  return { ...place.data, auth: authOf(data) }
})

interface Problem {
  readonly message: string
  readonly path: string[]
}

function redirectProblem({ redirect_seconds: seconds, redirect_key: key }: Place): Problem | null {
  const isWhole = (seconds === undefined) === (key === undefined)
  return isWhole ? null : { message: 'goes with redirect_key, and that with it', path: ['redirect_seconds'] }
}

function multiTenantProblem(place: Place, authVersion: number): Problem | null {
  if (!place.multi_tenant) return null
  if (authVersion !== 3) {
    return {
      message: 'needs Keystone (auth_version 3): access lists name its projects',
      path: ['multi_tenant'],
    }
  }
  const message =
    'must be given with multi_tenant: the address of accounts up to the project, such as https://swift.example.org/v1/AUTH_'
  return place.endpoint === undefined ? { message, path: ['endpoint'] } : null
}

/** `type: swift`: each image is an object in a container. */
export const swiftType = storeType({
  settings: SETTINGS,
  secrets: ['key', 'redirect_key'],
  open(settings, { id, projectOf }) {
    const { container, auth, region, auth_url: authUrl, segment_mib: partBytes } = settings
    const { multi_tenant: isMultiTenant, endpoint = '' } = settings
    const projects = isMultiTenant ? { prefix: withoutProject(endpoint), projectOf } : undefined
    const { redirect_seconds: seconds, redirect_key: key } = settings
    const options = {
      ...{ id, authUrl, auth, region, container, partBytes, interface: settings.interface },
      ...(projects === undefined ? { endpoint: settings.endpoint } : { projects }),
      ...{ createContainer: settings.create_container, manifestParts: settings.manifest_segments },
      ...remoteOptions(settings),
      redirect: seconds === undefined || key === undefined ? undefined : { seconds, key },
    }
    return {
      store: createSwiftStore(options),
      ...territoryOf(options, projects),
      properties: {
        ...{ container, large_object_size: partBytes, large_object_chunk_size: partBytes },
        ...(isMultiTenant ? { multi_tenant: true } : {}),
      },
    }
  },
})

/** Keystone's catalogs write the project's place like this. */
function withoutProject(endpoint: string): string {
  return endpoint.replace(/[$%]\((?:project|tenant)_id\)s?$/, '')
}

function territoryOf(options: SwiftStoreOptions, projects: ProjectAccounts | undefined) {
  const { container } = options
  if (projects === undefined) return { urlPrefixes: [swiftUrl(options, { container, object: '' })] }
  const isUrlRest = (rest: string) => imageInProject(rest, container) !== null
  return { urlPrefixes: [projectsUrl(projects)], isUrlRest }
}

function authOf(auth: z.output<typeof AUTH>): AuthV1 | AuthV3 {
  if (auth.auth_version === 1) return { version: 1, user: auth.user, key: auth.key }
  const { application_credential: applicationCredentialId, key } = auth
  if (applicationCredentialId !== undefined) {
    return { version: 3, identity: { applicationCredentialId, applicationCredentialSecret: key } }
  }
  const { user = '', project = '', user_domain: userDomain, project_domain: projectDomain } = auth
  return { version: 3, identity: { user, userDomain, password: key, project, projectDomain } }
}
