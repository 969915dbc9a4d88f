import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** What the service counts. One per runtime, so that tests and Next's copies of a module do not share. */
export interface Metrics {
  readonly registry: Registry
  readonly requestSeconds: Histogram<'method' | 'route' | 'status'>
  readonly uploadsInProgress: Gauge
  readonly receivedBytes: Counter
  readonly sentBytes: Counter
}

export function createMetrics(): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  return {
    registry,
    requestSeconds: new Histogram({
      name: 'vitrine_http_request_duration_seconds',
      help: 'Time from the request’s head to the end of its answer, by route.',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60, 600],
      registers,
    }),
    uploadsInProgress: new Gauge({
      name: 'vitrine_uploads_in_progress',
      help: 'Requests that are sending image data right now.',
      registers,
    }),
    receivedBytes: new Counter({
      name: 'vitrine_image_received_bytes_total',
      help: 'Image data received.',
      registers,
    }),
    sentBytes: new Counter({ name: 'vitrine_image_sent_bytes_total', help: 'Image data sent.', registers }),
  }
}
