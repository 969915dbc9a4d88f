import { type ChannelModel, connect } from 'amqplib'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Network, startNetwork } from '#tests/e2e/upload-proxy.ts'
import { openApi, type TestApi } from '#tests/support/api.ts'
import { openingSqlite } from '#tests/support/database.ts'
import { type RabbitMq, startRabbitMq } from '#tests/support/rabbitmq.ts'

const open = openingSqlite()
let broker: RabbitMq
let api: TestApi
let consumer: ChannelModel
/** Two addresses of the broker, which a test can cut. */
let ways: readonly Network[] = []
const BROKER_USER = 'amqp://glance:glance@'
beforeAll(async () => {
  broker = await startRabbitMq()
  ways = [await startNetwork(broker.url), await startNetwork(broker.url)]
  api = await openApi(open, {
    VITRINE_NOTIFICATIONS_AMQP_URL: ways.map(({ url }) => url.replace('http://', BROKER_USER)).join(', '),
    VITRINE_NOTIFICATIONS_PUBLISHER_ID: 'image.test',
    VITRINE_NOTIFICATIONS_DISABLED: 'image.send,metadef_tag',
  })
  consumer = await connect(broker.url)
}, 300_000)
afterAll(async () => {
  await consumer?.close()
  await api?.close()
  await Promise.all(ways.map((way) => way.close()))
  await broker?.stop()
}, 120_000)

interface Received {
  readonly event_type: string
  readonly [key: string]: unknown
}

/** Takes what lies in a queue until `enough`. */
async function take(queue: string, enough: (received: readonly Received[]) => boolean): Promise<Received[]> {
  const channel = await consumer.createChannel()
  await channel.assertQueue(queue, { durable: false, autoDelete: false })
  const received: Received[] = []
  await new Promise<void>((done, fail) => {
    channel
      .consume(queue, (message) => {
        if (message === null) return
        const envelope = JSON.parse(message.content.toString()) as Record<string, string>
        expect(envelope['oslo.version']).toBe('2.0')
        received.push(JSON.parse(envelope['oslo.message'] ?? '') as Received)
        channel.ack(message)
        if (enough(received)) done()
      })
      .catch(fail)
  })
  await channel.close()
  return received
}

const endsWith = (type: string) => (received: readonly Received[]) => received.at(-1)?.event_type === type

it('a consumer of oslo.messaging gets the life of an image in order, in its envelope', async () => {
  const { id } = await api.createActive('data')
  await (await api.ask('GET', `/v2/images/${id}/file`, { as: 'admin' })).text()
  await api.ask('DELETE', `/v2/images/${id}`, { as: 'admin' })

  const received = await take('notifications.info', endsWith('image.delete'))

  expect(received.map((each) => each.event_type)).toEqual([
    ...['image.create', 'image.prepare', 'image.upload', 'image.activate', 'image.delete'],
  ])
  expect(received[0]).toEqual({
    message_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    publisher_id: 'image.test',
    event_type: 'image.create',
    priority: 'INFO',
    timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}$/),
    payload: expect.objectContaining({ id, status: 'queued', deleted: false }),
    _unique_id: expect.stringMatching(/^[0-9a-f]{32}$/),
  })
}, 120_000)

it('failures go to the queue of errors', async () => {
  const { id } = await api.createImage({ disk_format: 'qcow2', container_format: 'bare' })
  const headers = { 'Content-Type': 'application/octet-stream' }
  expect((await api.ask('PUT', `/v2/images/${id}/file`, { body: 'no qcow2', headers })).status).toBe(415)

  const [failure] = await take('notifications.error', (received) => received.length > 0)

  expect(failure).toMatchObject({
    event_type: 'image.upload',
    priority: 'ERROR',
    payload: expect.any(String),
  })
}, 120_000)

it('goes on at the next address when one is lost; with none, events wait and come when one is back', async () => {
  const [first, second] = ways
  const created = (id: string) => (received: readonly Received[]) =>
    received.some(({ event_type, payload }) => event_type === 'image.create' && idIn(payload) === id)
  first?.cut()
  const { id: early } = await api.createImage()
  await take('notifications.info', created(early))

  second?.cut()
  const { id: meanwhile } = await api.createImage()
  const { id: later } = await api.createImage()
  const waiting = async () => (await consumer.createChannel()).checkQueue('notifications.info')
  expect((await waiting()).messageCount).toBe(0)
  first?.heal()
  const received = await take('notifications.info', created(later))
  expect(received.map(({ payload }) => idIn(payload))).toEqual([meanwhile, later])
}, 120_000)

const idIn = (payload: unknown) => (payload as { id: string }).id
