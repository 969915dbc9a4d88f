import { resolve } from 'node:path'
import { z } from 'zod'
import { REMOTE_SETTINGS, secretText } from '../remote/remote-settings.ts'
import { storeType } from '../store-type.ts'
import { parseDatastore, urlEnding, urlPrefix } from './vmware-names.ts'
import type { VmwareStoreOptions } from './vmware-options.ts'
import { createVmwareStore } from './vmware-store.ts'

const datastore = z.string().transform((text, ctx) => {
  const parsed = parseDatastore(text)
  if (parsed !== null) return parsed
  ctx.addIssue({ code: 'custom', message: 'must be datacenter:datastore or datacenter:datastore:weight' })
  return z.NEVER
})

/** Glance's names, so that its settings can be taken over. */
const SETTINGS = z.strictObject({
  vmware_server_host: z.string().regex(/^[^\s/?#@]+$/, 'must be a host, with a port if it is not 443'),
  vmware_server_username: z.string().min(1),
  vmware_server_password: secretText,
  vmware_datastores: z.union([datastore.transform((one) => [one]), z.array(datastore).min(1)]),
  vmware_store_image_dir: z
    .string()
    .regex(/^\/*[\w.-]*[\w-][\w.-]*(\/[\w.-]*[\w-][\w.-]*)*\/*$/, 'must be names between slashes')
    .transform((text) => text.replace(/^\/+|\/+$/g, ''))
    .default('openstack_glance'),
  vmware_api_retry_count: REMOTE_SETTINGS.attempts,
  /** Seconds. */
  vmware_task_poll_interval: z.number().positive().max(60).default(5),
  vmware_insecure: z.boolean().default(false),
  vmware_ca_file: REMOTE_SETTINGS.ca_file,
  idle_seconds: REMOTE_SETTINGS.idle_seconds,
  /** Relative to the data folder. */
  staging_folder: z.string().min(1).optional(),
})

/** `type: vmware`: each image is a file in a datastore. */
export const vmwareType = storeType({
  settings: SETTINGS,
  secrets: ['vmware_server_password'],
  open(settings, { id, dataDir }) {
    const { vmware_server_host: host, vmware_datastores: datastores } = settings
    const options: VmwareStoreOptions = {
      ...{ id, datastores, address: `https://${host}`, imageFolder: settings.vmware_store_image_dir },
      ...{ user: settings.vmware_server_username, password: settings.vmware_server_password },
      stagingFolder: resolve(/* turbopackIgnore: true */ dataDir, settings.staging_folder ?? `staging-${id}`),
      ...{ ca: settings.vmware_ca_file, isInsecure: settings.vmware_insecure },
      ...{ idleMs: settings.idle_seconds * 1000, taskPollMs: settings.vmware_task_poll_interval * 1000 },
      retry: { attempts: settings.vmware_api_retry_count, pauseMs: 200, longestPauseMs: 5000 },
    }
    return {
      store: createVmwareStore(options),
      urlPrefixes: [urlPrefix(options)],
      urlEndings: datastores.map(urlEnding),
      properties: {
        ...{ server_host: host, image_dir: options.imageFolder },
        datastores: datastores.map(({ dcPath, name }) => `${dcPath}:${name}`).join(', '),
      },
    }
  },
})
