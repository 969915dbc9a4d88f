import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { LaunchError } from './launch-error.mjs'
import { npmCommand, npmEnvironment } from './npm.mjs'

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
 * @returns {string} path of the binary
 * @throws {LaunchError} when npm cannot bring one; the message names the remedy
 */
export function bringNode(root) {
  const home = join(root, '.runtime', `node-${WANTED}-${process.platform}-${process.arch}`)
  const node = findBinary(home) ?? download(root, home)
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
 * @returns {string}
 */
function download(root, home) {
  console.error(
    `vitrine: this is Node ${process.versions.node}, 22.18 is needed; bringing Node ${WANTED} from npm into .runtime`,
  )
  const problems = []
  for (const name of nodePackages(process.platform, process.arch)) {
    const problem = downloadPackage(root, home, name)
    const node = findBinary(home)
    if (node) return node
    problems.push(`${name}@${WANTED}: ${problem ?? 'it holds no binary'}`)
  }
  throw new LaunchError(
    [
      `Node ${WANTED} could not be brought from npm.`,
      ...problems.map((problem) => `  ${problem}`),
      'Remedy: make npm reach its registry (network, proxy, `npm ping`), or install Node 24 and run this again.',
    ].join('\n'),
  )
}

/**
 * Installs into a folder of its own and renames it into place, so that nobody ever sees half a runtime;
 * of two launchers at once the first wins and the other takes what is there.
 * @param {string} root
 * @param {string} home
 * @param {string} name
 * @returns {string | undefined} what went wrong
 */
function downloadPackage(root, home, name) {
  const temporary = makeTemporary(root)
  try {
    const problem = install(root, temporary, name) ?? probe(findBinary(temporary))
    if (problem) return problem
    if (!findBinary(home)) rmSync(home, { recursive: true, force: true })
    try {
      renameSync(temporary, home)
    } catch (error) {
      if (!findBinary(home)) return String(error)
    }
    return undefined
  } finally {
    rmSync(temporary, { recursive: true, force: true })
  }
}

/** @param {string} root */
function makeTemporary(root) {
  try {
    mkdirSync(join(root, '.runtime'), { recursive: true })
    return mkdtempSync(join(root, '.runtime', 'incoming-'))
  } catch (error) {
    throw new LaunchError(
      `Node ${WANTED} is needed, but ${join(root, '.runtime')} cannot be written (${error instanceof Error ? error.message : error}).\n` +
        'Remedy: make the folder writable, or install Node 24 and run this again.',
    )
  }
}

/**
 * @param {string} root
 * @param {string} folder
 * @param {string} name
 * @returns {string | undefined}
 */
function install(root, folder, name) {
  const npm = npmCommand(process.env)
  const scripts = name === 'node' ? ['--ignore-scripts=false', '--allow-scripts=node'] : ['--ignore-scripts']
  const args = [
    'install',
    '--prefix',
    folder,
    '--no-save',
    '--no-package-lock',
    '--loglevel=error',
    ...scripts,
    `${name}@${WANTED}`,
  ]
  const result = spawnSync(npm.file, [...npm.args, ...args], {
    cwd: folder,
    env: npmEnvironment(process.env, root),
    shell: npm.shell,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  if (result.error) return result.error.message
  return result.status === 0 ? undefined : firstLine(result.stderr)
}

/**
 * A binary that does not run here (another libc, another processor) must not be kept.
 * @param {string | undefined} node
 */
function probe(node) {
  if (!node) return 'it holds no binary'
  const result = spawnSync(node, ['--version'], { encoding: 'utf8' })
  const isGood = result.status === 0 && isCurrentNode(result.stdout.trim().replace(/^v/, ''))
  return isGood
    ? undefined
    : `the binary does not run here (${result.error?.message ?? firstLine(result.stderr)})`
}

/** @param {string | null} text */
function firstLine(text) {
  const lines = (text ?? '').split('\n').filter((line) => line.trim() !== '' && !line.includes('npm warn'))
  return lines.slice(0, 2).join(' ').trim() || 'no message'
}
