import { type ChannelModel, type ConfirmChannel, connect } from 'amqplib'
import type { RecordedEvent } from '#lib/domain/recorded-events.ts'
import type { NotificationSink } from './dispatch.ts'
import { notificationOf, osloEnvelope } from './envelope.ts'

export interface AmqpOptions {
  /** `amqp://user:password@host:port/vhost`, or amqps. The next one is tried when one fails. */
  readonly urls: readonly string[]
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
  let urls = options.urls
  const declared = new Set<string>()

  async function open(signal: AbortSignal): Promise<Line> {
    if (line !== null) return line
    declared.clear()
    let failure: unknown
    for (const url of urls) {
      signal.throwIfAborted()
      try {
        line = await openLine(url, options)
        // Unheard, errors would end the process; the next batch opens a new line.
        const opened = line
        const drop = (): void => {
          if (line === opened) line = null
        }
        for (const side of [line.connection, line.channel]) side.on('error', drop).on('close', drop)
        return line
      } catch (error) {
        failure = error
        urls = [...urls.slice(1), url]
      }
    }
    throw failure
  }
  async function hangUp(): Promise<void> {
    const { connection } = line ?? {}
    line = null
    await connection?.close().catch(() => undefined)
  }
  async function send(events: readonly RecordedEvent[], signal: AbortSignal): Promise<void> {
    const { channel } = await open(signal)
    // Whoever gave up waiting tells all of it again.
    signal.throwIfAborted()
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
      const sent = send(events, signal)
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

async function openLine(url: string, { exchange, isDurable }: AmqpOptions): Promise<Line> {
  const connection = await connect(withHeartbeat(url), { timeout: CONNECT_MS })
  connection.on('error', () => undefined)
  try {
    const channel = await connection.createConfirmChannel()
    channel.on('error', () => undefined)
    await channel.assertExchange(exchange, 'topic', { durable: isDurable, autoDelete: false })
    return { connection, channel }
  } catch (error) {
    await connection.close().catch(() => undefined)
    throw error
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
