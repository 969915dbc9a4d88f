import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { LaunchError } from './launch-error.mjs'
import { runNpm } from './npm.mjs'

const WANTED = 24

/**
 * Whether this Node runs TypeScript as it stands and is new enough for our packages (22.18, 23.6, 24 …).
 * @param {string} version
 */
export function isCurrentNode(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major === 22) return minor >= 18
  if (major === 23) return minor >= 6
  return major >= 24
}

/**
 * The npm packages that carry a Node binary, in the order to try: the bare binary has no install script;
 * `node` fetches its binary by one, which a strict npm may refuse.
 * @param {string} platform
 * @param {string} arch
 * @returns {string[]}
 */
export function nodePackages(platform, arch) {
  const prefix = platform === 'darwin' && arch === 'arm64' ? 'node-bin' : 'node'
  const system = platform === 'win32' ? 'win' : platform
  return [`${prefix}-${system}-${arch}`, 'node']
}

/**
 * Makes sure that a current Node stands in the project's `.runtime` folder, and puts it first on PATH.
 * @param {string} root
 * @returns {Promise<string>} path of the binary
 * @throws {LaunchError} when npm cannot bring one; the message names the remedy
 */
export async function bringNode(root) {
  const home = join(root, '.runtime', `node-${WANTED}-${process.platform}-${process.arch}`)
  const node = findBinary(home) ?? (await download(root, home))
  process.env.PATH = `${dirname(node)}${delimiter}${process.env.PATH ?? ''}`
  return node
}

/** @param {string} home */
function findBinary(home) {
  const file = process.platform === 'win32' ? 'node.exe' : 'node'
  return nodePackages(process.platform, process.arch)
    .map((name) => join(home, 'node_modules', name, 'bin', file))
    .find((path) => existsSync(path))
}

/**
 * @param {string} root
 * @param {string} home
 * @returns {Promise<string>}
 */
async function download(root, home) {
  console.error(
    `vitrine: this is Node ${process.versions.node}, 22.18 is needed; bringing Node ${WANTED} from npm into .runtime`,
  )
  const problems = []
  for (const name of nodePackages(process.platform, process.arch)) {
    const problem = await downloadPackage(root, home, name)
    const node = findBinary(home)
    if (node) return node
    problems.push(`${name}@${WANTED}: ${problem}`)
  }
  throw new LaunchError(
    [
      `Node ${WANTED} could not be brought from npm.`,
      ...problems.map((problem) => `  ${problem}`),
      'Remedy: make npm reach its registry (`npm ping`), or install Node 24 and run this again.',
    ].join('\n'),
  )
}

/**
 * Installs into a folder of its own and renames that into place, so that nobody ever sees half a runtime;
 * of two launchers at once the first wins, and the other takes what is there.
 * @param {string} root
 * @param {string} home
 * @param {string} name
 * @returns {Promise<string | undefined>} what went wrong
 */
async function downloadPackage(root, home, name) {
  const incoming = makeIncoming(root)
  const args = ['install', '--prefix', incoming, '--no-save', '--no-package-lock', `${name}@${WANTED}`]
  try {
    const problem = (await runNpm(root, incoming, args)) ?? probe(findBinary(incoming))
    if (problem) return problem
    // mkdtemp makes a folder for us alone; the service may run under another account than the installation.
    chmodSync(incoming, 0o777 & ~process.umask())
    if (!findBinary(home)) rmSync(home, { recursive: true, force: true })
    renameSync(incoming, home)
    return undefined
  } catch (error) {
    if (error instanceof LaunchError) throw error
    return error instanceof Error ? error.message : String(error)
  } finally {
    rmSync(incoming, { recursive: true, force: true })
  }
}

/** @param {string} root */
function makeIncoming(root) {
  const folder = join(root, '.runtime')
  try {
    mkdirSync(folder, { recursive: true })
    const incoming = mkdtempSync(join(folder, 'incoming-'))
    // The package `node` fetches its binary by an install script, which newer versions of npm want to see allowed.
    writeFileSync(join(incoming, 'package.json'), '{ "private": true, "allowScripts": { "node": true } }\n')
    return incoming
  } catch (error) {
    const reason = error instanceof Error ? error.message : error
    throw new LaunchError(
      `Node ${WANTED} is needed, but ${folder} cannot be written (${reason}).\n` +
        'Remedy: make the folder writable, or install Node 24 and run this again.',
    )
  }
}

/**
 * A binary that does not run here (another libc, another processor) must not be kept.
 * @param {string | undefined} node
 */
function probe(node) {
  if (!node) return 'the package holds no binary'
  const result = spawnSync(node, ['--version'], { encoding: 'utf8' })
  const version = (result.stdout ?? '').trim().replace(/^v/, '')
  if (result.status === 0 && isCurrentNode(version)) return undefined
  return `the binary does not run here (${result.error?.message ?? (result.stderr.trim() || version)})`
}
