import { Hono } from 'hono'
import { eventToWire } from '#lib/contract/event-to-wire.ts'
import type { HubEvent } from '#lib/notifications/hub.ts'
import type { ApiContext, ApiEnv } from './api-env.ts'

/** Keeps proxies from closing a quiet stream. */
const HEARTBEAT_MS = 15_000
/** A client that has this many messages to read is too slow. It comes back by itself and reads everything anew. */
const QUEUED_MESSAGES = 256
const RETRY_MS = 3000
/** setTimeout takes no more. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

export const events = new Hono<ApiEnv>()
events.get('/', streamEvents)

/** Server-sent events about the images that the caller may see, until the token or the process ends. */
async function streamEvents(c: ApiContext): Promise<Response> {
  if (c.req.method === 'HEAD') return c.body(null, 200, HEADERS)
  await c.var.api.events.ready()
  return c.body(eventStream(c), 200, HEADERS)
}

const HEADERS = {
  'Content-Type': 'text/event-stream; charset=UTF-8',
  // no-transform: a proxy that compresses holds messages back.
  'Cache-Control': 'no-cache, no-transform',
  'X-Accel-Buffering': 'no',
}

function eventStream(c: ApiContext): ReadableStream<Uint8Array> {
  const { api, ctx } = c.var
  const encoder = new TextEncoder()
  const release = new AbortController()
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const end = (): void => {
          if (release.signal.aborted) return
          release.abort()
          controller.close()
        }
        const send = (text: string): void => {
          controller.enqueue(encoder.encode(text))
        }
        send(`retry: ${RETRY_MS}\n\n`)
        const unsubscribe = api.events.subscribe(ctx, (event) =>
          offer(event, controller.desiredSize ?? 0, { send, end }),
        )
        const heartbeat = setInterval(() => send(': still here\n\n'), HEARTBEAT_MS)
        const expiry = setTimeout(
          end,
          Math.min((ctx.expiresAtMs ?? Infinity) - api.clock(), LONGEST_TIMER_MS),
        )
        api.draining.addEventListener('abort', end, { signal: release.signal })
        release.signal.addEventListener('abort', () => {
          unsubscribe()
          clearInterval(heartbeat)
          clearTimeout(expiry)
        })
        if (api.draining.aborted) end()
      },
      cancel() {
        release.abort()
      },
    },
    { highWaterMark: QUEUED_MESSAGES },
  )
}

interface Line {
  send(text: string): void
  end(): void
}

/** Progress is told again soon, so it may be left out; anything else must not be missed. */
function offer(event: HubEvent, room: number, { send, end }: Line): void {
  if (room > 0) send(`data: ${JSON.stringify(eventToWire(event))}\n\n`)
  else if (event.type !== 'upload.progress') end()
}
