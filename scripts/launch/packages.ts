import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { LaunchError } from './launch-error.mjs'
import { withLock } from './lock.ts'
import { runNpm } from './npm.mjs'
import { say } from './say.ts'

export interface LockedPackage {
  version?: string
  dev?: boolean
  optional?: boolean
  devOptional?: boolean
  peer?: boolean
}

export type LockedPackages = Readonly<Record<string, LockedPackage>>

/**
 * The packages of the lock that a complete installation holds: all but the optional ones (they depend on the
 * platform) and, unless asked for, the development ones.
 */
export function expectedPackages(locked: LockedPackages, withDev: boolean): string[] {
  return Object.entries(locked)
    .filter(([path, entry]) => path !== '' && entry.optional !== true && entry.devOptional !== true)
    .filter(([, entry]) => withDev || entry.dev !== true)
    .map(([path]) => path)
}

/** Whether what npm noted as installed has every expected package in the locked version. */
export function isSameInstallation(
  locked: LockedPackages,
  installed: LockedPackages,
  withDev: boolean,
): boolean {
  return expectedPackages(locked, withDev).every((path) => installed[path]?.version === locked[path]?.version)
}

/**
 * Installs what package-lock.json names and node_modules lacks; does nothing, within a few milliseconds,
 * when all is there.
 * @throws LaunchError when npm can do it in neither way
 */
export async function ensurePackages(root: string, withDev: boolean): Promise<void> {
  if (isInstalled(root, withDev)) return
  const onWait = () => say('another start is installing packages; waiting for it')
  await withLock(root, 'packages', onWait, async () => {
    if (isInstalled(root, withDev)) return
    await install(root, withDev)
    writeFileSync(stampPath(root), `${lockDigest(root)}\n`)
  })
}

function isInstalled(root: string, withDev: boolean): boolean {
  const locked = readPackages(join(root, 'package-lock.json'))
  const installed = readPackages(join(root, 'node_modules', '.package-lock.json'))
  const isNoted =
    readText(stampPath(root)).trim() === lockDigest(root) || isSameInstallation(locked, installed, withDev)
  // A note is not enough: somebody may have deleted a folder since.
  return (
    isNoted && expectedPackages(locked, withDev).every((path) => existsSync(join(root, path, 'package.json')))
  )
}

async function install(root: string, withDev: boolean): Promise<void> {
  say('installing packages')
  // Development packages that are there stay there: `npm start` must not undo `npm test`.
  const hasDev = existsSync(join(root, 'node_modules', 'vitest'))
  const which = withDev || hasDev ? '--include=dev' : '--omit=dev'
  // npm's words are kept back: they matter only when both ways fail.
  const strict = await runNpm(root, root, ['ci', which])
  if (strict === undefined) return
  // `npm ci` wants the optional packages of every platform, which not every registry holds.
  const lenient = await runNpm(root, root, ['install', '--no-save', which])
  if (lenient === undefined) return
  throw new LaunchError(
    [
      'the packages could not be installed.',
      `  npm ci: ${strict}`,
      `  npm install: ${lenient}`,
      'Remedy: make npm reach its registry (`npm ping`), make sure that node_modules is writable, and run this again.',
    ].join('\n'),
  )
}

const stampPath = (root: string): string => join(root, 'node_modules', '.vitrine-lock')

function lockDigest(root: string): string {
  return createHash('sha256')
    .update(readText(join(root, 'package-lock.json')))
    .digest('hex')
}

function readPackages(path: string): LockedPackages {
  const text = readText(path)
  return text === '' ? {} : ((JSON.parse(text) as { packages?: LockedPackages }).packages ?? {})
}

function readText(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : ''
}
