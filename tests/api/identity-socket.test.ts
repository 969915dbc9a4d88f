import { once } from 'node:events'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { getRequestListener } from '@hono/node-server'
import { expect, it, onTestFinished } from 'vitest'
import { ADMIN_PASSWORD } from '#tests/contract/identity-world.ts'
import { forEachDatabase } from '#tests/support/database.ts'
import { anIdentityApi } from './identity-client.ts'

// Over a real socket, where a body may come without its length, and an address is known.
forEachDatabase((open) => {
  const world = async () => {
    const api = await anIdentityApi(await open())
    const server = createServer(getRequestListener(api.api.fetch, { overrideGlobalObjects: false }))
    await once(server.listen(0, '127.0.0.1'), 'listening')
    onTestFinished(() => void server.close())
    const { port } = server.address() as AddressInfo
    const send = async (
      method: string,
      path: string,
      headers: Record<string, string>,
      chunks: string[] = [],
    ) => {
      const sent = request({ port, method, path: `/identity${path}`, headers, agent: false })
      for (const chunk of chunks) sent.write(chunk)
      sent.end()
      const [response] = await once(sent, 'response')
      return { status: response.statusCode, headers: response.headers, text: await text(response) }
    }
    return { ...api, send }
  }
  const signInAs = (name: string, password: string) =>
    JSON.stringify({
      auth: {
        identity: {
          methods: ['password'],
          password: { user: { name, domain: { id: 'default' }, password } },
        },
      },
    })

  it('takes a body in pieces without a length', async () => {
    const { send } = await world()
    const body = signInAs('admin', ADMIN_PASSWORD)
    const chunked = { 'Transfer-Encoding': 'chunked' }
    const { status, headers } = await send('POST', '/v3/auth/tokens', chunked, [
      body.slice(0, 9),
      body.slice(9),
    ])
    expect(status).toBe(201)
    expect(headers['x-subject-token']).toMatch(/^vt-/)
  })

  it('takes a request without a body and without a length', async () => {
    const { send, admin, user, project, roleId } = await world()
    const path = `/v3/projects/${project.id}/users/${user.id}/roles/${roleId('reader')}`
    expect((await send('PUT', path, { 'X-Auth-Token': admin })).status).toBe(204)
  })

  it('stops reading a body that does not end', async () => {
    const { send } = await world()
    const chunks = Array.from({ length: 20 }, () => ' '.repeat(100_000))
    expect((await send('POST', '/v3/auth/tokens', { 'Transfer-Encoding': 'chunked' }, chunks)).status).toBe(
      413,
    )
  })

  it('counts failures by the address that the proxy in front of it tells', async () => {
    const { send } = await world()
    const guess = (index: number, address: string) =>
      send('POST', '/v3/auth/tokens', { 'X-Forwarded-For': address }, [signInAs(`user ${index}`, 'x')])
    for (let index = 0; index < 30; index += 1) await guess(index, '192.0.2.1')
    expect((await guess(30, '192.0.2.1')).headers['retry-after']).toBe('2')
    expect((await guess(30, '192.0.2.2')).headers['retry-after']).toBeUndefined()
  })
})
