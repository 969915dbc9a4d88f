import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { say } from '../launch/say.ts'

/** A program of the operating system that tests need, and the Debian packages that bring it. */
export interface SystemTool {
  readonly command: string
  /** A file that shows that it is there, for what is no program on PATH. */
  readonly file?: string
  readonly packages: readonly string[]
}

export const QEMU_IMG: SystemTool = { command: 'qemu-img', packages: ['qemu-utils'] }
export const XZ: SystemTool = { command: 'xz', packages: ['xz-utils'] }
export const OPENSSL: SystemTool = { command: 'openssl', packages: ['openssl'] }
export const OPENSTACK: SystemTool = { command: 'openstack', packages: ['python3-openstackclient'] }
export const GLANCE: SystemTool = { command: 'glance', packages: ['python3-glanceclient'] }
/** The service itself, to take its images over. */
export const GLANCE_SERVICE: SystemTool = { command: 'glance-manage', packages: ['glance-common'] }
/** What it needs to reach S3 and Ceph. */
export const GLANCE_REMOTE: SystemTool = {
  command: 'glance_store with S3 and RBD',
  file: '/var/lib/dpkg/info/python3-rbd.list',
  packages: ['python3-boto3', 'python3-rbd'],
}
export const GO: SystemTool = { command: 'go', packages: ['golang-go'] }
export const GOPHERCLOUD: SystemTool = {
  command: 'gophercloud',
  file: '/usr/share/gocode/src/github.com/gophercloud/gophercloud/openstack/client.go',
  packages: ['golang-github-gophercloud-gophercloud-dev'],
}
export const CHROMIUM: SystemTool = { command: 'chromium', packages: ['chromium'] }

/** The tools among `wanted` that are not here. */
export function missingTools(wanted: readonly SystemTool[], path = process.env.PATH ?? ''): SystemTool[] {
  const folders = path.split(delimiter)
  return wanted.filter(({ command, file }) =>
    file === undefined ? !folders.some((folder) => existsSync(join(folder, command))) : !existsSync(file),
  )
}

/**
 * Installs what is missing through apt, where this is Debian and we are root; in every other case nothing happens.
 * Ask `missingTools` afterwards: an installation that fails has already said why.
 */
export function installTools(wanted: readonly SystemTool[]): void {
  const missing = missingTools(wanted)
  if (missing.length === 0 || !canUseApt()) return
  const packages = [...new Set(missing.flatMap((tool) => tool.packages))]
  say(`installing ${packages.join(', ')} through apt`)
  runApt(['update'])
  runApt(['install', '--yes', '--no-install-recommends', ...packages])
}

/** A browser for the end-to-end tests: Debian's, else Playwright's own download. */
export function ensureChromium(root: string): boolean {
  installTools([CHROMIUM])
  if (missingTools([CHROMIUM]).length === 0) return true
  say('no chromium on this machine; Playwright brings its own')
  const cli = join(root, 'node_modules', '@playwright', 'test', 'cli.js')
  return spawnSync(process.execPath, [cli, 'install', 'chromium'], { stdio: 'inherit' }).status === 0
}

/** What a person must do where apt cannot be used for them. */
export function remedy(missing: readonly SystemTool[]): string {
  const packages = missing.flatMap((tool) => tool.packages).join(' ')
  return `${missing.map((tool) => tool.command).join(', ')} not found; on Debian: apt-get install ${packages}`
}

function canUseApt(): boolean {
  return process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')
}

function runApt(args: readonly string[]): void {
  // Another apt may be at work, and CI machines start with stale lists.
  spawnSync('apt-get', ['-o', 'DPkg::Lock::Timeout=300', '-qq', ...args], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
}
