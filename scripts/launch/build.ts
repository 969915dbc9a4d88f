import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { compressFiles } from './compress.ts'
import { compareWith, digestOf, type Fingerprint, listFiles, statsOf } from './fingerprint.ts'
import { LaunchError } from './launch-error.mjs'
import { withLock } from './lock.ts'
import { isInterruption, runForwarding } from './run-forwarding.mjs'
import { say } from './say.ts'

/** Everything that the built pages are made of. server.ts and the tests are not in it: Node runs them as they stand. */
const INPUTS = [
  'app',
  'components',
  'lib',
  'messages',
  'public',
  'next.config.js',
  'postcss.config.mjs',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
]

/**
 * Makes sure that `.next` holds a build of the present sources. Of two starts at once one builds and the other
 * waits; a build that fails or is killed leaves the previous one, or none, never half of one.
 * @throws LaunchError when the build fails
 */
export async function ensureBuild(root: string): Promise<void> {
  if (isBuilt(root)) return
  const onWait = () => say('another start is building the pages; waiting for it')
  await withLock(root, 'build', onWait, async () => {
    takeBack(root)
    if (isBuilt(root)) return
    await build(root)
  })
}

/** Whether `.next` was built from these contents. Times of change are looked at first; contents only when they differ. */
function isBuilt(root: string): boolean {
  const files = listFiles(root, INPUTS)
  const stats = statsOf(root, files)
  const state = compareWith(readStamp(root), stats, () => digestOf(root, files))
  if (state === 'touched') tryWriteStamp(root, { stats, digest: digestOf(root, files) })
  return state !== 'changed'
}

async function build(root: string): Promise<void> {
  say('building the pages')
  // Taken before the build: a file that is saved meanwhile must make the next start build again.
  const files = listFiles(root, INPUTS)
  const fingerprint = { stats: statsOf(root, files), digest: digestOf(root, files) }
  setAside(root)
  const code = await runNext(root)
  if (code === 0) {
    await compressFiles(join(buildPath(root), 'static'))
    writeFileSync(stampPath(root), JSON.stringify(fingerprint))
    rmSync(previousPath(root), { recursive: true, force: true })
    return
  }
  takeBack(root)
  if (isInterruption(code)) throw new LaunchError('interrupted', code)
  throw new LaunchError('the pages could not be built; next says why above.')
}

/** Keeps the finished build aside, if there is one, until the next one is finished. */
function setAside(root: string): void {
  if (!readStamp(root)) return
  rmSync(previousPath(root), { recursive: true, force: true })
  renameSync(buildPath(root), previousPath(root))
}

/** Drops what a failed or killed build left half done, and puts the previous build back where there is one. */
function takeBack(root: string): void {
  if (readStamp(root)) return
  rmSync(buildPath(root), { recursive: true, force: true })
  if (existsSync(previousPath(root))) renameSync(previousPath(root), buildPath(root))
}

function runNext(root: string): Promise<number> {
  const next = join(root, 'node_modules', 'next', 'dist', 'bin', 'next')
  const env: NodeJS.ProcessEnv = { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' }
  return runForwarding(process.execPath, [next, 'build'], { cwd: root, env })
}

const buildPath = (root: string): string => join(root, '.next')

const previousPath = (root: string): string => join(root, '.next-previous')

// Written last: a build without it is not finished.
const stampPath = (root: string): string => join(buildPath(root), 'vitrine-build.json')

function readStamp(root: string): Fingerprint | undefined {
  try {
    return JSON.parse(readFileSync(stampPath(root), 'utf8')) as Fingerprint
  } catch {
    return undefined
  }
}

/** In a read-only checkout the times stay unnoted, and the next start compares contents again. */
function tryWriteStamp(root: string, stamp: Fingerprint): void {
  try {
    writeFileSync(stampPath(root), JSON.stringify(stamp))
  } catch {
    // Only speed is lost.
  }
}
