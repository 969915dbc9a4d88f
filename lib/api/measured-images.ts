import type { ImageLayer } from '#lib/domain/repository.ts'
import type { Metrics } from '#lib/metrics.ts'

/** Counts the bytes that pass, however they come; around the whole onion. */
export function measuredImages(metrics: Metrics): ImageLayer {
  return (inner) => ({
    ...inner,
    async openData(ctx, image, range, signal) {
      const data = await inner.openData(ctx, image, range, signal)
      return { ...data, stream: counted(data.stream, (bytes) => metrics.sentBytes.inc(bytes)) }
    },
    async receiveData(ctx, upload, receive) {
      metrics.uploadsInProgress.inc()
      try {
        const received = await inner.receiveData(ctx, upload, receive)
        metrics.receivedBytes.inc(received.receivedBytes - receive.offset)
        return received
      } finally {
        metrics.uploadsInProgress.dec()
      }
    },
  })
}

/** Passes the stream on piece by piece: no piece is read before it is wanted. */
function counted(
  stream: ReadableStream<Uint8Array>,
  count: (bytes: number) => void,
): ReadableStream<Uint8Array> {
  const reader = stream.getReader()
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await reader.read()
        if (done) return controller.close()
        count(value.byteLength)
        controller.enqueue(value)
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  )
}
