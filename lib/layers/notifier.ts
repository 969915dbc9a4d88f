import { actorOf, type EventRecorder } from '#lib/domain/events.ts'
import type { ImageLayer } from '#lib/domain/repository.ts'

/**
 * Tells what changes no row: that data was read, and how much of it. All else is told by the database in the transaction
 * of the change.
 * @param events Never rejects: the data has been sent by then
 */
export function notifierLayer(events: EventRecorder): ImageLayer {
  return (inner) => ({
    ...inner,
    async openData(ctx, image, range, signal) {
      const data = await inner.openData(ctx, image, range, signal)
      const stream = counted(data.stream, (sentBytes) => {
        const expectedBytes = data.lengthBytes
        void events.record(actorOf(ctx), [{ type: 'image.send', image, sentBytes, expectedBytes }])
      })
      return { ...data, stream }
    },
    async signData(ctx, image) {
      const url = await inner.signData(ctx, image)
      // What the store sends we do not see: it counts as the whole, and is told when the way is opened.
      const bytes = image.sizeBytes ?? 0
      const sent = { type: 'image.send', image, sentBytes: bytes, expectedBytes: bytes } as const
      if (url !== null) await events.record(actorOf(ctx), [sent])
      return url
    },
  })
}

/** The same bytes; says how many there were when they end, for whatever reason. */
function counted(
  stream: ReadableStream<Uint8Array>,
  tell: (bytes: number) => void,
): ReadableStream<Uint8Array> {
  const reader = stream.getReader()
  let bytes = 0
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read()
          if (!done) {
            bytes += value.byteLength
            controller.enqueue(value)
            return
          }
          controller.close()
        } catch (error) {
          controller.error(error)
        }
        tell(bytes)
      },
      async cancel(reason) {
        tell(bytes)
        await reader.cancel(reason)
      },
    },
    { highWaterMark: 0 },
  )
}
