import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { freePort } from '#tests/support/free-port.ts'

const run = promisify(execFile)
const READY_TIMEOUT_MS = 90_000
const DEFINITIONS = '/usr/share/glance-common/metadefs'

export interface GlanceRequest {
  readonly project: string
  readonly body?: Record<string, unknown> | readonly unknown[] | string
  readonly headers?: Readonly<Record<string, string>>
}

/** Debian's Glance with three stores in folders: fast, slow and attic. */
export interface GlanceService {
  readonly folder: string
  /** Its glance-api.conf. */
  readonly confPath: string
  /** What it answers, or its error. `project` may do everything to everything. */
  ask(method: string, path: string, request: GlanceRequest): Promise<Record<string, unknown>>
  stop(): Promise<void>
}

export interface GlanceOptions {
  /** Encrypts urls of locations. */
  readonly secret?: string | undefined
  /** Stores besides the three: by their id the type, and lines of their section. */
  readonly stores?: Readonly<Record<string, { readonly type: string; readonly lines: readonly string[] }>>
  /** Loading the metadata definitions takes seconds; by default they are loaded. */
  readonly hasDefinitions?: boolean
}

/** @param makeConnection As SQLAlchemy spells it; the database is there and empty */
export async function startGlance(
  makeConnection: (folder: string) => string,
  options: GlanceOptions = {},
): Promise<GlanceService> {
  const folder = await mkdtemp(join(tmpdir(), 'vitrine-glance-'))
  const confPath = join(folder, 'glance-api.conf')
  await writeSettings(folder, makeConnection(folder), options)
  const manage = (...args: string[]) => run('glance-manage', ['--config-file', confPath, ...args])
  await manage('db_sync')
  if (options.hasDefinitions !== false) await manage('db_load_metadefs', DEFINITIONS)
  const port = await freePort()
  const server = spawn('glance-wsgi-api', ['--host', '127.0.0.1', '--port', String(port)], {
    env: { ...process.env, OS_GLANCE_CONFIG_DIR: folder },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const said: string[] = []
  server.stderr.on('data', (chunk: Buffer) => said.push(chunk.toString()))
  const url = `http://127.0.0.1:${port}`
  const stop = async (): Promise<void> => {
    await end(server)
    await rm(folder, { recursive: true, force: true })
  }
  try {
    await untilReady(url, server)
  } catch (error) {
    await stop()
    throw new Error(`Glance did not start. It said:\n${said.join('')}`, { cause: error })
  }
  return { folder, confPath, stop, ask: (method, path, request) => ask(`${url}${path}`, method, request) }
}

async function writeSettings(
  folder: string,
  connection: string,
  { secret, stores: more = {} }: GlanceOptions,
): Promise<void> {
  const stores = ['fast', 'slow', 'attic']
  for (const name of [...stores, 'staging', 'tasks'])
    await mkdir(join(folder, name, 'images'), { recursive: true })
  const others = Object.entries(more)
  const storeLines = stores.map(
    (name) => `[${name}]\nfilesystem_store_datadir = ${join(folder, name, 'images')}`,
  )
  const lines = [
    '[DEFAULT]',
    `enabled_backends = ${[...stores.map((name) => `${name}:file`), ...others.map(([name, { type }]) => `${name}:${type}`)].join(',')}`,
    ...(secret === undefined ? [] : [`metadata_encryption_key = ${secret}`]),
    '[database]',
    `connection = ${connection}`,
    '[glance_store]\ndefault_backend = fast',
    ...storeLines,
    ...others.flatMap(([name, { lines: own }]) => [`[${name}]`, ...own]),
    `[os_glance_staging_store]\nfilesystem_store_datadir = ${join(folder, 'staging', 'images')}`,
    `[os_glance_tasks_store]\nfilesystem_store_datadir = ${join(folder, 'tasks', 'images')}`,
  ]
  await writeFile(join(folder, 'glance-api.conf'), `${lines.join('\n')}\n`)
  await writeFile(join(folder, 'glance-api-paste.ini'), PASTE)
}

/** The callers that headers name are believed: there is no identity service. */
const PASTE = `[pipeline:glance-api]
pipeline = context rootapp
[composite:rootapp]
paste.composite_factory = glance.api:root_app_factory
/: apiversions
/v2: apiv2app
[app:apiversions]
paste.app_factory = glance.api.versions:create_resource
[app:apiv2app]
paste.app_factory = glance.api.v2.router:API.factory
[filter:context]
paste.filter_factory = glance.api.middleware.context:ContextMiddleware.factory
`

async function ask(
  url: string,
  method: string,
  { project, body, headers = {} }: GlanceRequest,
): Promise<Record<string, unknown>> {
  const isData = typeof body === 'string'
  const response = await fetch(url, {
    method,
    headers: {
      'X-Identity-Status': 'Confirmed',
      'X-User-Id': `${project}-user`,
      'X-Project-Id': project,
      'X-Roles': 'admin,member,reader',
      'Content-Type': isData ? 'application/octet-stream' : 'application/json',
      ...headers,
    },
    ...(body === undefined ? {} : { body: isData ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${text}`)
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>)
}

async function untilReady(url: string, server: ChildProcess): Promise<void> {
  const deadline = Date.now() + READY_TIMEOUT_MS
  for (;;) {
    if (server.exitCode !== null) throw new Error(`It ended with ${server.exitCode}.`)
    const isThere = await fetch(`${url}/versions`).then(
      () => true,
      () => false,
    )
    if (isThere) return
    if (Date.now() > deadline) throw new Error('It does not answer.')
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return
  const ended = once(server, 'exit')
  server.kill('SIGKILL')
  await ended
}
