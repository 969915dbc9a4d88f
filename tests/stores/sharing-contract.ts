import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openApi, type TestApi } from '#tests/support/api.ts'
import { openingSqlite } from '#tests/support/database.ts'
import { keystonePeople, type Person } from './keystone-people.ts'
import { type Relay, startRelay } from './relay.ts'
import type { SecondSwift, TrustedIdentity } from './second-swift.ts'

/** Until something is true of Swift that the service does in the background. */
const SOON = { timeout: 45_000, interval: 200 }
const PATCH = { 'Content-Type': 'application/openstack-images-v2.1-json-patch' }
/** More than one segment. */
const DATA = 'data of the red project, '.repeat(50_000)

/** What becomes of an image's data in its project's own account. Projects ask Swift themselves, with tokens of their own. */
export function sharingContract(servers: () => { identity: TrustedIdentity; swift: SecondSwift }): void {
  const open = openingSqlite()
  const container = `c-${randomUUID()}`
  let api: TestApi
  let relay: Relay
  let folder: string
  let people: Record<'red' | 'blue' | 'green', Person>
  let writer: Person

  beforeAll(async () => {
    const { identity, swift } = servers()
    const keystone = await keystonePeople(identity)
    const name = (who: string) => `${who}-${randomUUID().slice(0, 8)}`
    const [red, blue, green] = [name('red'), name('blue'), name('green')]
    people = {
      red: await keystone.add(red),
      blue: await keystone.add(blue),
      green: await keystone.add(green),
    }
    writer = await keystone.add(name('images'), 'ResellerAdmin')
    relay = await startRelay(Number(new URL(swift.url).port))
    folder = await mkdtemp(join(tmpdir(), 'vitrine-sharing-'))
    await writeFile(join(folder, 'ca.pem'), swift.ca)
    await writeFile(join(folder, 'stores.yaml'), storesFile(identity.url))
    api = await openApi(open, { VITRINE_STORES_FILE: join(folder, 'stores.yaml') })
  }, 60_000)
  afterAll(async () => {
    await api?.close()
    await relay?.close()
    if (folder !== undefined) await rm(folder, { recursive: true })
  })

  const storesFile = (identity: string) => `default: a
stores:
  - id: a
    type: swift
    multi_tenant: true
    endpoint: https://localhost:${relay.port}/v1/KEY_
    auth_url: ${identity}/v3
    user: ${writer.name}
    project: ${writer.name}
    key: ${writer.password}
    container: ${container}
    segment_mib: 1
    attempts: 2
    ca_file: ${join(folder, 'ca.pem')}
`

  /** Past us: Swift's own door. */
  const swiftAnswers = async (path: string, token: string | null) => {
    const { swift } = servers()
    const headers = token === null ? {} : { 'x-auth-token': token }
    const asked = request(`${swift.url}/v1/KEY_${people.red.projectId}${path}`, {
      ca: swift.ca,
      headers,
    }).end()
    const [answer] = (await once(asked, 'response')) as [IncomingMessage]
    return { status: answer.statusCode ?? 0, text: (await buffer(answer)).toString() }
  }
  const read = (id: string, who: Person | null) => {
    return swiftAnswers(`/${container}_${id}/${id}`, who?.token ?? null)
  }
  /** Asked for itself: the list of an account's containers may be late. */
  const containerOf = async (id: string, who: Person) => {
    return (await swiftAnswers(`/${container}_${id}`, who.token)).status
  }
  const statusFor = (id: string, who: Person | null) => async () => (await read(id, who)).status
  const change = async (id: string, path: string, value: unknown) => {
    const body = [{ op: 'replace', path, value }]
    const answer = await api.ask('PATCH', `/v2/images/${id}`, { as: 'admin', body, headers: PATCH })
    expect(answer.status, await answer.text()).toBe(200)
  }
  const redImage = async () => (await api.createActive(DATA, { owner: people.red.projectId })).id
  const membersOf = (id: string) => `/v2/images/${id}/members`
  const invite = async (id: string, { projectId }: Person) => {
    const answer = await api.ask('POST', membersOf(id), { as: 'admin', body: { member: projectId } })
    expect(answer.status).toBe(200)
  }
  const dismiss = async (id: string, { projectId }: Person) => {
    const answer = await api.ask('DELETE', `${membersOf(id)}/${projectId}`, { as: 'admin' })
    expect(answer.status).toBe(204)
  }

  test('data lies in the account of the project that owns the image, and goes with it without a trace', async () => {
    const { red, blue } = people
    const id = await redImage()
    expect((await read(id, red)).text === DATA).toBe(true)
    expect([await statusFor(id, blue)(), await statusFor(id, null)()]).toEqual([403, 401])
    const ours = await api.ask('GET', `/v2/images/${id}/file`, { as: 'admin' })
    expect((await ours.text()) === DATA).toBe(true)
    expect(await containerOf(id, red)).toBe(200)
    expect((await api.ask('DELETE', `/v2/images/${id}`, { as: 'admin' })).status).toBe(204)
    expect(await containerOf(id, red)).toBe(404)
  })

  test('members read the data in Swift with their own tokens exactly as long as they are members', async () => {
    const { blue, green } = people
    const id = await redImage()
    await invite(id, blue)
    await expect.poll(statusFor(id, blue), SOON).toBe(200)
    expect((await read(id, blue)).text === DATA).toBe(true)
    expect(await statusFor(id, green)()).toBe(403)
    await change(id, '/visibility', 'private')
    await expect.poll(statusFor(id, blue), SOON).toBe(403)
    await change(id, '/visibility', 'shared')
    await expect.poll(statusFor(id, blue), SOON).toBe(200)
    await dismiss(id, blue)
    await expect.poll(statusFor(id, blue), SOON).toBe(403)
  })

  test('what is public is read by whoever has a token, until it is deactivated', async () => {
    const { red, green } = people
    const id = await redImage()
    await change(id, '/visibility', 'public')
    await expect.poll(statusFor(id, green), SOON).toBe(200)
    expect(await statusFor(id, null)()).toBe(401)
    await api.ask('POST', `/v2/images/${id}/actions/deactivate`, { as: 'admin' })
    await expect.poll(statusFor(id, green), SOON).toBe(403)
    expect(await statusFor(id, red)(), 'an account is its project’s').toBe(200)
  })

  test('an image that changes hands is read by its new owner, and stays where it was', async () => {
    const { red, green } = people
    const id = await redImage()
    await change(id, '/owner', green.projectId)
    await expect.poll(statusFor(id, green), SOON).toBe(200)
    expect(await containerOf(id, red)).toBe(200)
    expect((await api.ask('DELETE', `/v2/images/${id}`, { as: 'admin' })).status).toBe(204)
    expect(await containerOf(id, red)).toBe(404)
  })

  test('a member that was removed while Swift was down cannot read when it is back', async () => {
    const { blue } = people
    const id = await redImage()
    await invite(id, blue)
    await expect.poll(statusFor(id, blue), SOON).toBe(200)
    relay.cut()
    await dismiss(id, blue)
    // The service has tried in vain.
    const debts = () => api.runtime.database.kysely.selectFrom('sharing_debts').select('attempts').execute()
    await expect.poll(async () => (await debts())[0]?.attempts, SOON).toBeGreaterThan(0)
    expect(await statusFor(id, blue)()).toBe(200)
    relay.mend()
    await expect.poll(statusFor(id, blue), SOON).toBe(403)
    await expect.poll(debts, SOON).toEqual([])
  })
}
