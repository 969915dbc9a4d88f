import { conflict, invalid, isDomainError } from '#lib/domain/errors.ts'
import type { Image } from '#lib/domain/image.ts'
import type { Receive } from '#lib/domain/repository.ts'
import { isResumable, reservationKeyOf, type Upload } from '#lib/domain/upload.ts'
import { type BlockWriter, createBlockWriter } from './block-writer.ts'
import { checked } from './checked-stream.ts'
import { createEarlyRefusal } from './early-refusal.ts'
import { cleanAfterGone, refuseUpload } from './end-upload.ts'
import { type HeldUpload, holdUpload, isGone } from './hold-upload.ts'
import { interruptible } from './interruptible.ts'
import { createProgressReport } from './progress.ts'
import { interrupted, pump } from './pump.ts'
import type { UploadPorts } from './upload-ports.ts'

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
  if (!isResumable(upload) && upload.totalBytes !== null && receivedBytes < upload.totalBytes) {
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
  const onAbort = () => source.callOff(interrupted('The client went away.', receive.signal.reason))
  receive.signal.addEventListener('abort', onAbort, { once: true })
  if (receive.signal.aborted) onAbort()
  held.onStop(source.callOff)
  try {
    const { totalBytes } = held.upload
    const room = ports.quota.held(reservationKeyOf(held.upload))
    await pump(ports, {
      cover: room.cover,
      ...{ source: checked(source, receive.checksum), writer, totalBytes },
      ...{ capBytes: ports.settings.sizeCapBytes, idleMs: ports.settings.idleMs },
      onTaken: createProgressReport(ports, image, totalBytes),
    })
    await writer.flush()
    await held.persist()
  } catch (error) {
    await keepWhatCame(writer, held, receive)
    throw error
  } finally {
    receive.signal.removeEventListener('abort', onAbort)
    source.release()
  }
}

/** A broken request is no reason to lose the bytes that arrived, unless they came with a checksum of the whole request. */
async function keepWhatCame(
  writer: BlockWriter,
  held: HeldUpload,
  { checksum, offset }: Receive,
): Promise<void> {
  if (!isResumable(held.upload)) return writer.settle()
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
  if (isRefusal || (!isResumable(held.upload) && !isLost)) await refuseUpload(ports, held.upload, error)
  return error
}
