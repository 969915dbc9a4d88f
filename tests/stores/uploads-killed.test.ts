import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest'
import { isWritable, type WritableStore } from '#lib/stores/store.ts'
import { STORE_TYPES } from '#lib/stores/types.ts'
import { metadataHeader, wholeImage } from '#tests/api/uploads-client.ts'
import { someBytes } from '#tests/contract/upload-world.ts'
import { freePort } from '#tests/support/free-port.ts'
import { type CephPool, cephCluster } from './ceph-cluster.ts'

const MIB = 1024 * 1024
const PASSWORD = 'secret-of-the-killed-server'
const bytes = someBytes(13 * MIB + 321)
const TUS = { 'Tus-Resumable': '1.0.0' }

let folder: string
let port: number
let server: ChildProcess
let token: string
let pool: CephPool

beforeAll(async () => {
  pool = await cephCluster('CEPH').makePool()
})
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-killed-'))
  port = await freePort()
})
afterEach(async () => {
  await kill()
  await rm(folder, { recursive: true, force: true })
})

/** Real processes over the same data and store, one after the other. */
async function startServer(): Promise<void> {
  server = spawn(process.execPath, ['tests/api/uploads-crash-server.ts'], {
    env: {
      ...process.env,
      ...{ PORT: String(port), VITRINE_DATA_DIR: folder, VITRINE_ADMIN_PASSWORD: PASSWORD },
      ...{ VITRINE_LOG_LEVEL: 'silent', VITRINE_STORES_FILE: join(folder, 'stores.yaml') },
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(server.stdout as NodeJS.ReadableStream, 'data')
  const user = { name: 'admin', password: PASSWORD, domain: { id: 'default' } }
  const scope = { project: { name: 'admin', domain: { id: 'default' } } }
  const identity = { methods: ['password'], password: { user } }
  const answer = await fetch(at('/identity/v3/auth/tokens'), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ auth: { identity, scope } }),
  })
  token = answer.headers.get('x-subject-token') ?? ''
}

async function kill(): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return
  const ended = once(server, 'exit')
  server.kill('SIGKILL')
  await ended
}

const at = (path: string) => `http://127.0.0.1:${port}${path}`

const ask = (method: string, path: string, headers: Record<string, string> = {}, body?: string) =>
  fetch(at(path), {
    method,
    headers: { 'x-auth-token': token, ...headers },
    ...(body === undefined ? {} : { body }),
  })

async function beginUpload(): Promise<{ imageId: string; path: string }> {
  const wanted = JSON.stringify({ disk_format: 'raw', container_format: 'bare' })
  const created = await ask('POST', '/v2/images', { 'content-type': 'application/json' }, wanted)
  const { id } = (await created.json()) as { id: string }
  const upload = await ask('POST', '/uploads', {
    ...{ ...TUS, 'Upload-Length': String(bytes.length) },
    'Upload-Metadata': metadataHeader({ image_id: id }),
  })
  return { imageId: id, path: new URL(upload.headers.get('location') ?? '', at('/')).pathname }
}

function patch(path: string, offset: number) {
  const headers = {
    ...{ ...TUS, 'x-auth-token': token, 'Upload-Offset': String(offset) },
    ...{ 'Content-Type': 'application/offset+octet-stream', 'Content-Length': String(bytes.length - offset) },
  }
  // The server may go without a word.
  return httpRequest(at(path), { method: 'PATCH', headers }).on('error', () => undefined)
}

const settings: Record<string, () => Readonly<Record<string, unknown>>> = {
  s3: () => {
    const {
      SWIFT_S3_ENDPOINT: endpoint,
      SWIFT_S3_ACCESS_KEY: access,
      SWIFT_S3_SECRET_KEY: secret,
    } = inject('storeServers')
    return {
      ...{ endpoint, access_key: access, secret_key: secret, part_mib: 5 },
      ...{ bucket: `killed-${port}`, create_bucket: true },
    }
  },
  vmware: () => {
    const servers = inject('storeServers')
    return {
      ...{ vmware_server_host: servers.VMWARE_SERVER_HOST, vmware_datastores: servers.VMWARE_DATASTORES },
      vmware_server_username: servers.VMWARE_SERVER_USERNAME,
      vmware_server_password: servers.VMWARE_SERVER_PASSWORD,
      ...{ vmware_ca_file: servers.VMWARE_CA_FILE, vmware_store_image_dir: `killed-${port}` },
    }
  },
  rbd: () => pool.settings,
  swift: () => {
    const { SWIFT_AUTH_URL: url, SWIFT_USER: user, SWIFT_KEY: key } = inject('storeServers')
    return {
      ...{ auth_version: 1, auth_url: url, user, key, segment_mib: 5 },
      ...{ container: `killed-${port}`, create_container: true },
    }
  },
}

/** The same store, as the tests see it past the server. */
function storeOf(type: string, own: Readonly<Record<string, unknown>>): WritableStore {
  const read = STORE_TYPES[type]?.read(own)
  if (read?.ok !== true) throw new Error('the settings are wrong')
  const { store } = read.open({
    ...{ id: 'a', appDir: process.cwd(), dataDir: folder },
    makeFetch: () => expect.unreachable(),
    projectOf: () => expect.unreachable(),
  })
  if (!isWritable(store)) throw new Error('the store takes no data')
  return store
}

test.each(Object.keys(settings))(
  'an upload into %s whose server is killed while it receives goes on with the next and ends like an unbroken one',
  async (type) => {
    const own = settings[type]?.() ?? {}
    await writeFile(
      join(folder, 'stores.yaml'),
      JSON.stringify({ default: 'a', stores: [{ id: 'a', type, ...own }] }),
    )
    await startServer()
    const { imageId, path } = await beginUpload()
    const sending = patch(path, 0)
    sending.write(bytes.subarray(0, 12 * MIB))
    const store = storeOf(type, own)
    const key = { uploadId: path.split('/').at(-1) ?? '', imageId }
    await expect.poll(() => store.stagedSize(key), { timeout: 60_000, interval: 200 }).toBeGreaterThan(0)
    await kill()
    await startServer()
    const reached = Number((await ask('HEAD', path, TUS)).headers.get('upload-offset'))
    expect(reached).toBeGreaterThan(0)
    const rest = patch(path, reached)
    rest.end(bytes.subarray(reached))
    const [answer] = (await once(rest, 'response')) as [{ statusCode: number }]
    expect(answer.statusCode).toBe(204)
    const image = await (await ask('GET', `/v2/images/${imageId}`)).json()
    expect(image).toMatchObject(wholeImage(bytes))
    const data = await ask('GET', `/v2/images/${imageId}/file`)
    expect(Buffer.compare(Buffer.from(await data.arrayBuffer()), bytes)).toBe(0)
    expect(await store.listStaging()).toEqual([])
  },
  180_000,
)
