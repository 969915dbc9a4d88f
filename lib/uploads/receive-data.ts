import { conflict, DomainError, invalid, isDomainError } from '#lib/domain/errors.ts'
import type { Image } from '#lib/domain/image.ts'
import type { Receive } from '#lib/domain/repository.ts'
import type { Upload } from '#lib/domain/upload.ts'
import { type BlockWriter, createBlockWriter } from './block-writer.ts'
import { checked } from './checked-stream.ts'
import { createEarlyRefusal } from './early-refusal.ts'
import { cleanAfterGone, refuseUpload } from './end-upload.ts'
import { type HeldUpload, holdUpload, isGone } from './hold-upload.ts'
import { type InterruptibleSource, interruptible } from './interruptible.ts'
import { createProgressReport } from './progress.ts'
import { assertFits } from './start-upload.ts'
import type { UploadPorts } from './upload-ports.ts'

/** How often silence is noticed. */
const TICK_MS = 1_000

/**
 * Appends the stream. What it returns as received survives a crash and a loss of power. A resumable upload keeps what
 * came before an interruption; a plain one is given back whole.
 */
export async function receiveData(
  ports: UploadPorts,
  image: Image,
  upload: Upload,
  receive: Receive,
): Promise<Upload> {
  return holdUpload(ports, upload.id, async (held) => {
    try {
      assertOffset(held, receive.offset)
      await takeStream(ports, held, image, receive)
      const receivedBytes = held.staging.size()
      assertComplete(held, receivedBytes)
      return { ...held.upload, receivedBytes, expiresAtMs: ports.clock.nowMs() + ports.settings.expiryMs }
    } catch (error) {
      throw await afterFailure(ports, held, error)
    }
  })
}

function assertOffset({ staging, upload }: HeldUpload, offset: number): void {
  if (offset !== staging.size()) {
    throw conflict(`Upload ${upload.id} holds ${staging.size()} bytes; data cannot be added at ${offset}.`)
  }
}

function assertComplete({ upload }: HeldUpload, receivedBytes: number): void {
  if (upload.kind === 'put' && upload.totalBytes !== null && receivedBytes < upload.totalBytes) {
    throw invalid(`Received ${receivedBytes} of ${upload.totalBytes} announced bytes; send the data again.`)
  }
}

async function takeStream(
  ports: UploadPorts,
  held: HeldUpload,
  image: Image,
  receive: Receive,
): Promise<void> {
  const source = interruptible(receive.stream)
  const writer = createBlockWriter({
    ...{
      staging: held.staging,
      feed: held.live.feed,
      blocks: ports.blocks,
      assertMayWrite: held.assertMayWrite,
    },
    look: createEarlyRefusal(image, receive.offset),
  })
  const silence = watchSilence(ports, source, writer)
  const onAbort = () => source.callOff(interrupted('The client went away.', receive.signal.reason))
  receive.signal.addEventListener('abort', onAbort, { once: true })
  if (receive.signal.aborted) onAbort()
  held.onStop(source.callOff)
  try {
    await pump(ports, held, {
      source: checked(source, receive.checksum),
      writer,
      image,
      heard: silence.heard,
    })
    await writer.flush()
    await held.persist()
  } catch (error) {
    await keepWhatCame(writer, held, receive)
    throw error
  } finally {
    receive.signal.removeEventListener('abort', onAbort)
    silence.end()
    source.release()
  }
}

interface Pump {
  readonly source: InterruptibleSource
  readonly writer: BlockWriter
  readonly image: Image
  readonly heard: () => void
}

async function pump(
  ports: UploadPorts,
  held: HeldUpload,
  { source, writer, image, heard }: Pump,
): Promise<void> {
  const { totalBytes } = held.upload
  const report = createProgressReport(ports, image, totalBytes)
  const room = ports.quota.held({ holder: { kind: 'upload', id: held.upload.id }, kind: 'store' })
  let coveredBytes = 0
  for (;;) {
    const chunk = await source.next().catch(toInterruption)
    if (chunk === null) return
    const takenBytes = writer.takenBytes() + chunk.length
    if (totalBytes !== null && takenBytes > totalBytes) {
      throw invalid(`More than the announced ${totalBytes} bytes were sent.`)
    }
    assertFits(takenBytes, ports.settings.sizeCapBytes)
    if (takenBytes > coveredBytes) coveredBytes = await room.cover(totalBytes ?? takenBytes)
    heard()
    await writer.write(chunk)
    ports.garbage.passed(chunk.length)
    report(takenBytes)
  }
}

/** Ends a request whose client has fallen silent; before that, writes down what waits in memory. */
function watchSilence({ clock, settings }: UploadPorts, source: InterruptibleSource, writer: BlockWriter) {
  let heardMs = clock.nowMs()
  const end = clock.every(TICK_MS, () => {
    const silentMs = clock.nowMs() - heardMs
    if (silentMs >= TICK_MS) writer.handOver()
    if (silentMs >= settings.idleMs) {
      source.callOff(interrupted(`Nothing was sent for ${Math.round(settings.idleMs / 1000)} seconds.`))
    }
  })
  return {
    end,
    heard: () => {
      heardMs = clock.nowMs()
    },
  }
}

/** A broken request is no reason to lose the bytes that arrived, unless they came with a checksum of the whole request. */
async function keepWhatCame(
  writer: BlockWriter,
  held: HeldUpload,
  { checksum, offset }: Receive,
): Promise<void> {
  if (held.upload.kind === 'put') return writer.settle()
  try {
    if (checksum === undefined) {
      await writer.flush()
    } else {
      await writer.settle()
      await held.staging.truncate(offset)
    }
    await held.persist()
  } catch {
    // The failure under way is the one to report.
    await writer.settle()
  }
}

/** Undoes what must not stay, and gives the error to report. */
async function afterFailure(ports: UploadPorts, held: HeldUpload, error: unknown): Promise<unknown> {
  if (isGone(error)) {
    await cleanAfterGone(ports, held.upload)
    return error
  }
  const isRefusal = isDomainError(error, 'unsupported_media') || isDomainError(error, 'over_limit')
  const isLost = isDomainError(error, 'conflict')
  if (isRefusal || (held.upload.kind === 'put' && !isLost)) await refuseUpload(ports, held.upload, error)
  return error
}

/** Whatever a request's stream throws means that the client, or the way to it, is gone. */
function toInterruption(error: unknown): never {
  if (error instanceof DomainError) throw error
  throw interrupted('The connection broke before all data was received.', error)
}

function interrupted(message: string, cause?: unknown): DomainError {
  return new DomainError('interrupted', message, cause === undefined ? {} : { cause })
}
