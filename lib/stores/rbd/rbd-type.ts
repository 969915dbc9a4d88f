import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { secretText } from '../remote/remote-settings.ts'
import { storeType } from '../store-type.ts'
import { eitherDriver } from './choose-driver.ts'
import { createCliDriver } from './cli-driver.ts'
import { createLibrbdDriver } from './librbd-driver.ts'
import { rbdPrefix, SNAPSHOT } from './rbd-names.ts'
import { createRbdStore } from './rbd-store.ts'

/** Ceph's bits. Clones need `layering`; what needs an exclusive lock makes a new server wait for a dead one's. */
const FEATURES = {
  layering: 1,
  'exclusive-lock': 4,
  'object-map': 8,
  'fast-diff': 16,
  'deep-flatten': 32,
} as const

const MIB = 1024 * 1024
const FSID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** By Glance's names, where it has them. */
const SETTINGS = z
  .strictObject({
    rbd_store_pool: z
      .string()
      .regex(/^[^/@\s]+$/, 'is no name of a pool')
      .default('images'),
    /** Without `client.`. */
    rbd_store_user: z.string().min(1).default('glance'),
    rbd_store_ceph_conf: z.string().min(1).default('/etc/ceph/ceph.conf'),
    rbd_store_keyring: z.string().min(1).optional(),
    /** The key itself, instead of a file with it. */
    rbd_store_key: secretText.optional(),
    /** Of the cluster; needed only where ceph.conf does not say it. */
    rbd_store_fsid: z.string().regex(FSID, 'is no id of a cluster').optional(),
    /** In MiB. */
    rbd_store_chunk_size: z
      .number()
      .int()
      .refine((count) => count >= 1 && count <= 32 && Number.isInteger(Math.log2(count)), {
        message: 'must be a power of two, from 1 to 32',
      })
      .default(8),
    rbd_store_features: z
      .array(z.enum(Object.keys(FEATURES) as (keyof typeof FEATURES)[]))
      .refine((names) => names.includes('layering'), 'must have layering: volumes are clones of images')
      .default(['layering']),
    rbd_thin_provisioning: z.boolean().default(false),
    /** In seconds; for every other answer, too. */
    rados_connect_timeout: z.number().int().min(1).max(600).default(30),
  })
  .transform((settings, ctx) => {
    const { rbd_store_ceph_conf: cephConf } = settings
    const fsid = settings.rbd_store_fsid ?? fsidIn(cephConf)
    if (fsid !== null) return { ...settings, fsid }
    ctx.addIssue({
      code: 'custom',
      message: `must be given: ${cephConf} cannot be read or does not name it`,
      path: ['rbd_store_fsid'],
    })
    return z.NEVER
  })

/** `type: rbd`: each image is an RBD image of a Ceph pool. */
export const rbdType = storeType({
  settings: SETTINGS,
  secrets: ['rbd_store_key'],
  open(settings, { id, appDir }) {
    const { rbd_store_pool: pool, rbd_thin_provisioning: isThin, fsid } = settings
    const chunkBytes = settings.rbd_store_chunk_size * MIB
    const options = {
      ...{ id, appDir, pool, fsid, isThin, user: settings.rbd_store_user },
      ...{ cephConf: settings.rbd_store_ceph_conf, keyring: settings.rbd_store_keyring },
      key: settings.rbd_store_key,
      features: settings.rbd_store_features.reduce((bits, name) => bits | FEATURES[name], 0),
      objectOrder: Math.log2(chunkBytes),
      timeoutMs: settings.rados_connect_timeout * 1000,
    }
    return {
      store: createRbdStore(options, eitherDriver(createLibrbdDriver(options), createCliDriver(options))),
      urlPrefixes: [rbdPrefix(options)],
      urlEndings: [`/${SNAPSHOT}`],
      properties: { pool, chunk_size: chunkBytes, thin_provisioning: isThin },
    }
  },
})

/** Urls name the cluster, and must be known without asking it. */
function fsidIn(cephConf: string): string | null {
  try {
    const text = readFileSync(/* turbopackIgnore: true */ cephConf, 'utf8')
    return /^\s*fsid\s*=\s*"?([0-9a-f-]{36})"?\s*$/m.exec(text)?.[1] ?? null
  } catch {
    return null
  }
}
