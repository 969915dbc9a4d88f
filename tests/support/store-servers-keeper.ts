// Starts real stores with the scripts beside the checkout, prints their settings, and keeps them until standard input closes.
import { type SpawnSyncOptions, spawnSync } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { builtSimulator } from './built-simulator.ts'

const SCRIPTS = fileURLToPath(new URL('../../../shared/stores/', import.meta.url))

const SERVERS = ['swift', 'http', 'vmware', 'ceph']

const SETTINGS = {
  /** Objects above this are refused: data must be cut, and a limit can be met with little data. */
  SWIFT_MAX_FILE_SIZE: String(8 * 1024 * 1024),
  /** A real Ceph that keeps its data in memory: a monitor and one object server. */
  ...{ CEPH_STORE: 'memstore', CEPH_SIZE_GB: '4', CEPH_MGR: '0', CEPH_RGW: '0' },
}

/** Below the ports that outgoing connections take. */
const randomPortBase = (): number => 20_000 + 100 * randomInt(0, 110)

function run(script: string, env: Readonly<Record<string, string>>): { ok: boolean; output: string } {
  const { status, stdout } = spawnSync(join(SCRIPTS, script), script.includes('down') ? ['--wipe'] : [], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
  })
  return { ok: status === 0, output: stdout }
}

/** What stands between Swift and an identity service, and Ceph's S3 server, which tests start themselves: no script brings them. */
const MORE = ['python3-keystonemiddleware', 'radosgw']

/** The scripts install packages, but trust the lists they find. */
function bringPackages(data: string): void {
  const wanted = ['-W', 'swift-proxy', 'nginx-light', 'golang-go', 'ceph-osd', ...MORE]
  const isInstalled = spawnSync('dpkg-query', wanted, { stdio: 'ignore' }).status === 0
  if (isInstalled || process.getuid?.() !== 0) return
  const output = { stdio: ['ignore', 'ignore', 'inherit'] } satisfies SpawnSyncOptions
  spawnSync('apt-get', ['-o', 'DPkg::Lock::Timeout=300', '-qq', 'update'], output)
  // The scripts' own way to install: it keeps packages from starting what they bring.
  const step = '. "$0/lib.sh"; need_packages "$@"'
  const env = { ...process.env, DATA: data }
  spawnSync('bash', ['-c', step, SCRIPTS, ...MORE], { ...output, env })
}

/** `KEY='value'` lines as an object. */
function settingsIn(output: string): Record<string, string> {
  const lines = [...output.matchAll(/^(?:export )?([A-Z0-9_]+)='?([^'\n]*)'?$/gm)]
  return Object.fromEntries(lines.map(([, key = '', value = '']) => [key, value]))
}

/** What all the scripts say, or null when one of them failed. */
function startAll(env: Readonly<Record<string, string>>): Record<string, string> | null {
  let settings = {}
  for (const name of SERVERS) {
    const { ok, output } = run(`${name}-up.sh`, env)
    if (!ok) return null
    settings = { ...settings, ...settingsIn(output) }
  }
  // To be full and to stand still, while other tests use the first; and with a manager, who counts for quotas.
  const second = { ...env, CEPH_MGR: '1', DATA: secondFolder(env.DATA), PORT_BASE: String(randomPortBase()) }
  const { ok, output } = run('ceph-up.sh', second)
  const { CEPH_CONF = '', CEPH_FSID = '' } = settingsIn(output)
  return ok ? { ...settings, CEPH_SECOND_CONF: CEPH_CONF, CEPH_SECOND_FSID: CEPH_FSID } : null
}

const secondFolder = (data = ''): string => join(data, 'second')

function start(data: string): Record<string, string> {
  const simulator = builtSimulator(SCRIPTS, data)
  // Somebody else may sit on a port of the range: then another range is tried.
  for (let attempt = 0; attempt < 5; attempt += 1) {
    simulator.bring()
    const settings = startAll({ ...SETTINGS, DATA: data, PORT_BASE: String(randomPortBase()) })
    if (settings !== null) {
      simulator.keep()
      return { ...settings, STORES_FOLDER: data }
    }
    stop(data)
  }
  throw new Error('Some of the stores did not start; their own messages stand above.')
}

function stop(data: string): void {
  for (const name of SERVERS) run(`${name}-down.sh`, { DATA: data })
  run('ceph-down.sh', { DATA: secondFolder(data) })
}

async function main(): Promise<void> {
  if (!existsSync(SCRIPTS)) throw new Error(`The scripts that start stores are not at ${SCRIPTS}.`)
  const data = mkdtempSync(join(tmpdir(), 'vitrine-stores-'))
  process.on('exit', () => {
    stop(data)
    rmSync(data, { recursive: true, force: true })
  })
  bringPackages(data)
  process.stdout.write(`${JSON.stringify(start(data))}\n`)
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
