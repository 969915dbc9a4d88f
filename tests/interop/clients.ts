import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type RunningServer, type ServerOptions, startServer } from '#tests/support/server.ts'
import { type ProgramCall, runProgram } from './client-process.ts'

const run = promisify(execFile)

/** Who speaks: what an `openrc` file would set. */
export interface Persona {
  readonly authUrl: string
  readonly userName: string
  readonly password: string
  readonly projectName: string
}

export function environmentOf(persona: Persona): Record<string, string> {
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

/** @throws ClientError with what it printed */
async function runClient(
  program: ProgramCall['program'],
  args: readonly string[],
  persona: Persona,
): Promise<string> {
  const input = program === 'glance' ? 'terminal' : 'empty'
  const { code, stdout, stderr } = await runProgram({ program, args, env: environmentOf(persona), input })
  if (code !== 0) throw new ClientError(`${program} ${args.join(' ')}\n${stderr}${stdout}`)
  return stdout
}

/** Debian's `openstack`. @throws ClientError with what it printed. */
export function openstack(persona: Persona, ...args: string[]): Promise<string> {
  return runClient('openstack', args, persona)
}

/** The same, for commands that can print JSON. */
export async function openstackJson<Result>(persona: Persona, ...args: string[]): Promise<Result> {
  return JSON.parse(await openstack(persona, ...args, '-f', 'json')) as Result
}

/** Debian's `glance`. */
export function glance(persona: Persona, ...args: string[]): Promise<string> {
  return runClient('glance', args, persona)
}

/** The value of a row in one of `glance`'s tables; empty when there is none. */
export function cell(table: string, name: string): string {
  return new RegExp(`\\| ${name} +\\| (.*?) +\\|`).exec(table)?.[1] ?? ''
}

/** A Python program with Debian's openstacksdk. */
export function python(persona: Persona, program: string, ...args: string[]): Promise<string> {
  return runClient('python', [program, ...args], persona)
}

export interface Project {
  readonly id: string
  readonly admin: Persona
  readonly member: Persona
  readonly reader: Persona
}

/** With openstacksdk, in one go: by commands it would be seven. */
const MAKE_PROJECT = `
import json, openstack, sys
identity = openstack.connect().identity
name = sys.argv[1]
project = identity.create_project(name=name)
for role in ('member', 'reader'):
    user = identity.create_user(name=f'{name}-{role}', password=f'{name}-{role}-password')
    identity.assign_project_role_to_user(project, user, identity.find_role(role))
print(json.dumps({'id': project.id}))
`

/** Makes a project with a member and a reader, as an administrator. */
export async function createProject(admin: Persona, name: string): Promise<Project> {
  const { id } = JSON.parse(await python(admin, MAKE_PROJECT, name)) as { id: string }
  const userOf = (role: string): Persona => ({
    authUrl: admin.authUrl,
    userName: `${name}-${role}`,
    password: `${name}-${role}-password`,
    projectName: name,
  })
  return { id, admin, member: userOf('member'), reader: userOf('reader') }
}

/** A real server, its administrator, and a folder for files; call `close` at the end of the suite. */
export interface World {
  readonly server: RunningServer
  readonly admin: Persona
  readonly folder: string
  close(): Promise<void>
}

/** @param settings those of the server, which may name files in the folder */
export async function openWorld(
  settings: (folder: string) => Promise<NonNullable<ServerOptions['env']>> = async () => ({}),
): Promise<World> {
  const folder = await temporaryFolder()
  const server = await startServer({ env: await settings(folder.path) })
  const authUrl = `${server.url}/identity/v3`
  return {
    server,
    admin: { authUrl, userName: 'admin', password: server.adminPassword, projectName: 'admin' },
    folder: folder.path,
    async close() {
      await server.stop()
      await folder.remove()
    },
  }
}

async function temporaryFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'vitrine-interop-'))
  return { path, remove: () => rm(path, { recursive: true, force: true }) }
}

/** A disk image made by the real `qemu-img`. */
export async function makeDiskImage(path: string, format: string, size: string): Promise<void> {
  await run('/usr/bin/qemu-img', ['create', '-q', '-f', format, path, size])
}
