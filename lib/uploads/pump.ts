import { DomainError, invalid, overLimit } from '#lib/domain/errors.ts'
import type { Clock } from '#lib/jobs/clock.ts'
import type { YoungGarbage } from '#lib/stores/young-garbage.ts'
import type { BlockWriter } from './block-writer.ts'
import type { InterruptibleSource } from './interruptible.ts'

/** How often silence is noticed. */
const TICK_MS = 1_000

export interface PumpPorts {
  readonly clock: Clock
  readonly garbage: YoungGarbage
}

export interface Flow {
  readonly source: InterruptibleSource
  readonly writer: BlockWriter
  /** Announced; more is refused. */
  readonly totalBytes: number | null
  readonly capBytes: number
  /** A source that gives nothing for this long is called off. */
  readonly idleMs: number
  /** Asked before bytes flow that it has not covered yet; gives how many may. @throws `over_limit` */
  readonly cover?: (bytes: number) => Promise<number>
  /** Told after each chunk, counted from the start of the data. */
  readonly onTaken: (takenBytes: number) => void
}

/**
 * Leads a source into a writer until it ends. Does not flush.
 * @throws `invalid` more than announced, `over_limit`, `interrupted` silence or a source that breaks; what the writer throws
 */
export async function pump(ports: PumpPorts, flow: Flow): Promise<void> {
  const { source, writer, totalBytes, capBytes, onTaken } = flow
  const silence = watchSilence(ports.clock, flow)
  let coveredBytes = flow.cover === undefined ? Number.POSITIVE_INFINITY : 0
  try {
    for (;;) {
      const chunk = await source.next().catch(toInterruption)
      if (chunk === null) return
      const takenBytes = writer.takenBytes() + chunk.length
      if (totalBytes !== null && takenBytes > totalBytes) {
        throw invalid(`More than the announced ${totalBytes} bytes were sent.`)
      }
      assertFits(takenBytes, capBytes)
      if (takenBytes > coveredBytes)
        coveredBytes = (await flow.cover?.(totalBytes ?? takenBytes)) ?? takenBytes
      silence.heard()
      await writer.write(chunk)
      ports.garbage.passed(chunk.length)
      onTaken(takenBytes)
    }
  } finally {
    silence.end()
  }
}

/** @throws `over_limit` */
export function assertFits(totalBytes: number | null, capBytes: number): void {
  if (totalBytes !== null && totalBytes > capBytes) {
    throw overLimit(`The data has ${totalBytes} bytes; this service takes images up to ${capBytes} bytes.`)
  }
}

/** Ends a flow whose source has fallen silent; before that, writes down what waits in memory. */
function watchSilence(clock: Clock, { source, writer, idleMs }: Flow) {
  let heardMs = clock.nowMs()
  const end = clock.every(TICK_MS, () => {
    const silentMs = clock.nowMs() - heardMs
    if (silentMs >= TICK_MS) writer.handOver()
    if (silentMs >= idleMs) {
      source.callOff(interrupted(`Nothing was sent for ${Math.round(idleMs / 1000)} seconds.`))
    }
  })
  return {
    end,
    heard: () => {
      heardMs = clock.nowMs()
    },
  }
}

/** Whatever a source throws that is no DomainError means that the other side, or the way to it, is gone. */
function toInterruption(error: unknown): never {
  if (error instanceof DomainError) throw error
  throw interrupted('The connection broke before all data was received.', error)
}

export function interrupted(message: string, cause?: unknown): DomainError {
  return new DomainError('interrupted', message, cause === undefined ? {} : { cause })
}
