// Starts real stores with the scripts beside the checkout, prints their settings, and keeps them until standard input closes.
import { type SpawnSyncOptions, spawn, spawnSync } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { builtSimulator } from './built-simulator.ts'

const SCRIPTS = fileURLToPath(new URL('../../../shared/stores/', import.meta.url))

const SERVERS = ['swift', 'http', 'vmware', 'ceph']

/** What their scripts want. They bring it themselves, but one after the other: two would get in each other's way. */
const PACKAGES = [
  ...['swift', 'swift-proxy', 'swift-account', 'swift-container', 'swift-object', 'memcached', 'curl'],
  ...['nginx-light', 'openssl', 'ceph-mon', 'ceph-osd', 'ceph-common', 'ceph-mgr'],
  ...['golang-go', 'golang-github-vmware-govmomi-dev', 'golang-github-google-uuid-dev'],
]

const SETTINGS = {
  /** Objects above this are refused: data must be cut, and a limit can be met with little data. */
  SWIFT_MAX_FILE_SIZE: String(8 * 1024 * 1024),
  /** A real Ceph that keeps its data in memory: a monitor and one object server. */
  ...{ CEPH_STORE: 'memstore', CEPH_SIZE_GB: '4', CEPH_MGR: '0', CEPH_RGW: '0' },
}

/** Below the ports that outgoing connections take. */
const randomPortBase = (): number => 20_000 + 100 * randomInt(0, 110)

type Env = Readonly<Record<string, string>>

/** What a server's script says of it; null when it did not start. */
async function bringUp(name: string, env: Env): Promise<Record<string, string> | null> {
  const script = spawn(join(SCRIPTS, `${name}-up.sh`), {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(script, 'exit')
  const output = await text(script.stdout)
  const [status] = await ended
  return status === 0 ? settingsIn(output) : null
}

function bringDown(name: string, data: string): void {
  const env = { ...process.env, DATA: data }
  spawnSync(join(SCRIPTS, `${name}-down.sh`), ['--wipe'], { env, stdio: ['ignore', 'ignore', 'inherit'] })
}

/** What stands between Swift and an identity service, and Ceph's S3 server, which tests start themselves: no script brings them. */
const MORE = ['python3-keystonemiddleware', 'radosgw']

/** The scripts install packages, but trust the lists they find. */
function bringPackages(data: string): void {
  const wanted = ['-W', ...PACKAGES, ...MORE]
  const isInstalled = spawnSync('dpkg-query', wanted, { stdio: 'ignore' }).status === 0
  if (isInstalled || process.getuid?.() !== 0) return
  const output = { stdio: ['ignore', 'ignore', 'inherit'] } satisfies SpawnSyncOptions
  spawnSync('apt-get', ['-o', 'DPkg::Lock::Timeout=300', '-qq', 'update'], output)
  // The scripts' own way to install: it keeps packages from starting what they bring.
  const step = '. "$0/lib.sh"; need_packages "$@"'
  const env = { ...process.env, DATA: data }
  spawnSync('bash', ['-c', step, SCRIPTS, ...PACKAGES, ...MORE], { ...output, env })
}

/** `KEY='value'` lines as an object. */
function settingsIn(output: string): Record<string, string> {
  const lines = [...output.matchAll(/^(?:export )?([A-Z0-9_]+)='?([^'\n]*)'?$/gm)]
  return Object.fromEntries(lines.map(([, key = '', value = '']) => [key, value]))
}

/** What all the scripts say, or null when one of them failed. Most of the time they wait: they wait together. */
async function startAll(env: Env & { readonly DATA: string }): Promise<Record<string, string> | null> {
  // To be full and to stand still, while other tests use the first; and with a manager, who counts for quotas.
  const second = { ...env, CEPH_MGR: '1', DATA: secondFolder(env.DATA), PORT_BASE: String(randomPortBase()) }
  // Built where it is new, with all that the machine has.
  const simulator = await bringUp('vmware', env)
  const others = SERVERS.filter((name) => name !== 'vmware').map((name) => bringUp(name, env))
  const [cluster, ...firsts] = await Promise.all([bringUp('ceph', second), ...others])
  const all = [simulator, ...firsts]
  if (cluster === null || cluster === undefined || all.includes(null)) return null
  const { CEPH_CONF = '', CEPH_FSID = '' } = cluster
  return Object.assign({}, ...all, { CEPH_SECOND_CONF: CEPH_CONF, CEPH_SECOND_FSID: CEPH_FSID })
}

const secondFolder = (data: string): string => join(data, 'second')

async function start(data: string): Promise<Record<string, string>> {
  const simulator = builtSimulator(SCRIPTS, data)
  // Somebody else may sit on a port of the range: then another range is tried.
  for (let attempt = 0; attempt < 5; attempt += 1) {
    simulator.bring()
    const settings = await startAll({ ...SETTINGS, DATA: data, PORT_BASE: String(randomPortBase()) })
    if (settings !== null) {
      simulator.keep()
      return { ...settings, STORES_FOLDER: data }
    }
    stop(data)
  }
  throw new Error('Some of the stores did not start; their own messages stand above.')
}

function stop(data: string): void {
  for (const name of SERVERS) bringDown(name, data)
  bringDown('ceph', secondFolder(data))
}

async function main(): Promise<void> {
  if (!existsSync(SCRIPTS)) throw new Error(`The scripts that start stores are not at ${SCRIPTS}.`)
  const data = mkdtempSync(join(tmpdir(), 'vitrine-stores-'))
  process.on('exit', () => {
    stop(data)
    rmSync(data, { recursive: true, force: true })
  })
  bringPackages(data)
  process.stdout.write(`${JSON.stringify(await start(data))}\n`)
  process.stdin.resume()
  await Promise.race([
    once(process.stdin, 'close'),
    once(process.stdout, 'error'),
    once(process, 'SIGTERM'),
    once(process, 'SIGINT'),
  ])
  process.exit(0)
}

await main()
