import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Who speaks: what an `openrc` file would set. */
export interface Persona {
  readonly authUrl: string
  readonly userName: string
  readonly password: string
  readonly projectName: string
}

function environmentOf(persona: Persona): Record<string, string> {
  return {
    PATH: '/usr/bin:/bin',
    LANG: 'C.UTF-8',
    HOME: tmpdir(),
    OS_AUTH_URL: persona.authUrl,
    OS_USERNAME: persona.userName,
    OS_PASSWORD: persona.password,
    OS_PROJECT_NAME: persona.projectName,
    OS_USER_DOMAIN_NAME: 'Default',
    OS_PROJECT_DOMAIN_NAME: 'Default',
    OS_IDENTITY_API_VERSION: '3',
    OS_IMAGE_API_VERSION: '2',
  }
}

/** The program's words when it fails. */
export class ClientError extends Error {
  override readonly name = 'ClientError'
}

/**
 * Both programs send what stands on their standard input when no file is named. `glance` sends nothing when it is
 * closed; `openstack` 6.0 cannot bear that, and makes an image of no bytes from an empty one.
 */
const WITH_INPUT = { closed: 'exec "$0" "$@" <&-', empty: 'exec "$0" "$@" </dev/null' } as const
const CLIENT_TIMEOUT_MS = 90_000

type Input = keyof typeof WITH_INPUT

async function runClient(
  command: string,
  args: readonly string[],
  persona: Persona,
  input: Input,
): Promise<string> {
  try {
    const { stdout } = await run('/bin/sh', ['-c', WITH_INPUT[input], command, ...args], {
      env: environmentOf(persona) as NodeJS.ProcessEnv,
      maxBuffer: 64 * 1024 * 1024,
      timeout: CLIENT_TIMEOUT_MS,
    })
    return stdout
  } catch (error) {
    const { stderr = '', stdout = '' } = error as { stderr?: string; stdout?: string }
    throw new ClientError(`${command} ${args.join(' ')}\n${stderr}${stdout}`, { cause: error })
  }
}

/** Debian's `openstack`. @throws ClientError with what it printed. */
export function openstack(persona: Persona, ...args: string[]): Promise<string> {
  return runClient('/usr/bin/openstack', args, persona, 'empty')
}

/** The same, for commands that can print JSON. */
export async function openstackJson<Result>(persona: Persona, ...args: string[]): Promise<Result> {
  return JSON.parse(await openstack(persona, ...args, '-f', 'json')) as Result
}

/** Debian's `glance`. */
export function glance(persona: Persona, ...args: string[]): Promise<string> {
  return runClient('/usr/bin/glance', args, persona, 'closed')
}

/** A Python program with Debian's openstacksdk. */
export function python(persona: Persona, program: string, ...args: string[]): Promise<string> {
  return runClient('/usr/bin/python3', ['-c', program, ...args], persona, 'empty')
}

export interface Project {
  readonly admin: Persona
  readonly member: Persona
  readonly reader: Persona
}

/** Makes a project with a member and a reader, as an administrator would with `openstack`. */
export async function createProject(admin: Persona, name: string): Promise<Project> {
  await openstack(admin, 'project', 'create', name)
  const userOf = async (role: string): Promise<Persona> => {
    const userName = `${name}-${role}`
    const password = `${userName}-password`
    await openstack(admin, 'user', 'create', '--password', password, userName)
    await openstack(admin, 'role', 'add', '--user', userName, '--project', name, role)
    return { authUrl: admin.authUrl, userName, password, projectName: name }
  }
  const [member, reader] = await Promise.all([userOf('member'), userOf('reader')])
  return { admin, member, reader }
}

/** A folder for a test's files; call `remove` at its end. */
export async function temporaryFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'vitrine-interop-'))
  return { path, remove: () => rm(path, { recursive: true, force: true }) }
}

/** A disk image made by the real `qemu-img`. */
export async function makeDiskImage(path: string, format: string, size: string): Promise<void> {
  await run('/usr/bin/qemu-img', ['create', '-q', '-f', format, path, size])
}
