import { type ChannelModel, type ConfirmChannel, connect } from 'amqplib'
import type { RecordedEvent } from '#lib/domain/recorded-events.ts'
import type { NotificationSink } from './dispatch.ts'
import { notificationOf, osloEnvelope } from './envelope.ts'

export interface AmqpOptions {
  /** `amqp://user:password@host:port/vhost`, or amqps. */
  readonly url: string
  readonly exchange: string
  /** Each event goes to `<topic>.info`, `.warn` or `.error` of each. */
  readonly topics: readonly string[]
  /** The exchange and queues outlive the broker; must be what consumers have said of them. */
  readonly isDurable: boolean
  readonly publisherId: string
}

interface Line {
  readonly connection: ChannelModel
  readonly channel: ConfirmChannel
}

const CONNECT_MS = 10_000
const HEARTBEAT_SECONDS = 30
const PERSISTENT = 2

/**
 * AMQP 0-9-1 as oslo.messaging uses it for notifications: a topic exchange, and a queue of the name of each routing key,
 * so that nothing is lost before the first consumer comes. A batch is delivered when the broker has confirmed all of it.
 */
export function createAmqpSink(options: AmqpOptions): NotificationSink {
  let line: Line | null = null
  const declared = new Set<string>()

  async function open(): Promise<Line> {
    if (line !== null) return line
    declared.clear()
    const connection = await connect(withHeartbeat(options.url), { timeout: CONNECT_MS })
    const drop = (): void => {
      if (line?.connection === connection) line = null
    }
    // Unheard, it would end the process; the next batch opens a new line.
    connection.on('error', drop)
    connection.on('close', drop)
    const channel = await connection.createConfirmChannel()
    channel.on('error', drop)
    channel.on('close', drop)
    await channel.assertExchange(options.exchange, 'topic', { durable: options.isDurable, autoDelete: false })
    line = { connection, channel }
    return line
  }
  async function hangUp(): Promise<void> {
    const { connection } = line ?? {}
    line = null
    await connection?.close().catch(() => undefined)
  }
  async function send(events: readonly RecordedEvent[]): Promise<void> {
    const { channel } = await open()
    for (const event of events) {
      const content = Buffer.from(osloEnvelope(notificationOf(event, options.publisherId)))
      for (const topic of options.topics) {
        const key = `${topic}.${event.priority.toLowerCase()}`
        if (!declared.has(key)) await declareQueue(channel, options, key)
        declared.add(key)
        channel.publish(options.exchange, key, content, {
          contentType: 'application/json',
          contentEncoding: 'utf-8',
          deliveryMode: PERSISTENT,
          messageId: event.messageId,
        })
      }
    }
    await channel.waitForConfirms()
  }

  return {
    name: 'amqp',
    async deliver(events, signal) {
      const sent = send(events)
      try {
        await orAborted(sent, signal)
      } catch (error) {
        sent.catch(() => undefined)
        // A line on which something failed is not trusted again. Closing may hang as the sending did.
        void hangUp()
        throw error
      }
    },
    close: hangUp,
  }
}

async function declareQueue(channel: ConfirmChannel, { exchange, isDurable }: AmqpOptions, key: string) {
  await channel.assertQueue(key, { durable: isDurable, autoDelete: false })
  await channel.bindQueue(key, exchange, key)
}

function withHeartbeat(url: string): string {
  const parsed = new URL(url)
  if (!parsed.searchParams.has('heartbeat')) parsed.searchParams.set('heartbeat', String(HEARTBEAT_SECONDS))
  return parsed.href
}

function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const abort = (): void => reject(signal.reason)
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}
