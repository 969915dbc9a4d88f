import { conflict, invalid, isDomainError } from '#lib/domain/errors.ts'
import type { Image } from '#lib/domain/image.ts'
import { isResumable, type Upload } from '#lib/domain/upload.ts'
import type { Digests } from './digest-feed.ts'
import { cleanAfterGone, refusalError, refuseUpload } from './end-upload.ts'
import { type HeldUpload, holdUpload, isGone } from './hold-upload.ts'
import { judgeData } from './judge-data.ts'
import { publishProgress, type UploadStep } from './progress.ts'
import { REMEMBER_MS, type UploadPorts } from './upload-ports.ts'

/**
 * Hashes, judges, commits, activates. Every step may be cut short by a crash and done again: until `activate` the
 * upload is open, and a committed file shows up as its staging. An upload that is finished already is fine.
 * @throws `invalid` incomplete or another hash than announced, `unsupported_media`, `gone`, `conflict`, `unavailable`
 */
export async function finishUpload(ports: UploadPorts, image: Image, upload: Upload): Promise<void> {
  if (await isFinished(ports, upload.id)) return
  try {
    await holdUpload(ports, upload.id, (held) => finishHeld(ports, held, image))
  } catch (error) {
    // Another request may have finished it since we looked.
    if (!isGone(error) || !(await isFinished(ports, upload.id))) throw error
  }
}

/** @throws the reason when it was refused */
async function isFinished(ports: UploadPorts, uploadId: string): Promise<boolean> {
  const known = await ports.records.find(uploadId)
  if (known?.state === 'refused') throw refusalError(known)
  return known?.state === 'finished'
}

async function finishHeld(ports: UploadPorts, held: HeldUpload, image: Image): Promise<void> {
  try {
    await finish(ports, held, image)
  } catch (error) {
    if (isGone(error)) await cleanAfterGone(ports, held.upload)
    else if (mustGiveBack(held, error)) await refuseUpload(ports, held.upload, error)
    throw error
  }
}

/** Refused data goes; so does everything of a plain upload, which cannot be resumed. A troubled store may recover. */
function mustGiveBack({ upload }: HeldUpload, error: unknown): boolean {
  const code = isDomainError(error) ? error.code : 'unavailable'
  if (!isResumable(upload)) return code !== 'conflict'
  return code === 'unsupported_media' || code === 'invalid' || code === 'over_limit'
}

async function finish(ports: UploadPorts, held: HeldUpload, image: Image): Promise<void> {
  const { upload, staging, store, live } = held
  const sizeBytes = completeSize(held)
  const tell = (step: UploadStep) =>
    publishProgress(ports.events, image, { receivedBytes: sizeBytes, totalBytes: sizeBytes }, step)

  tell('hashing')
  await staging.seal()
  const digests = await live.feed.finish(sizeBytes, held.throwIfStopped)
  assertExpected(upload, digests)
  if (upload.kind === 'stage') return stage(ports, held, sizeBytes)
  await ports.assertSigned(image, { sizeBytes, read: staging.read }, held.throwIfStopped)
  tell('inspecting')
  const virtualSizeBytes = await judgeData(
    image,
    { sizeBytes, read: staging.read },
    ports.settings.requireFormatMatch,
  )
  tell('storing')
  held.throwIfStopped()
  await held.assertMayWrite()
  const url = await staging.commit()
  const nowMs = ports.clock.nowMs()
  const { md5 = '', sha512 = '' } = digests
  await ports.records.activate(
    upload,
    held.owner,
    { url, storeId: store.id, sizeBytes, virtualSizeBytes, md5, sha512 },
    { nowMs, rememberUntilMs: nowMs + REMEMBER_MS },
  )
  ports.live.drop(upload.id)
}

/** The data waits for its import, which judges it. */
async function stage(ports: UploadPorts, held: HeldUpload, sizeBytes: number): Promise<void> {
  held.throwIfStopped()
  await held.assertMayWrite()
  await held.staging.commit()
  const nowMs = ports.clock.nowMs()
  const facts = { sizeBytes, nowMs, expiresAtMs: nowMs + ports.settings.expiryMs }
  await ports.records.stage(held.upload, held.owner, facts)
  ports.live.drop(held.upload.id)
}

function completeSize({ upload, staging }: HeldUpload): number {
  const received = staging.size()
  if (upload.totalBytes === null || upload.totalBytes === received) return received
  throw conflict(`Received ${received} of ${upload.totalBytes} announced bytes; send the rest first.`)
}

function assertExpected({ expectedHash }: Upload, digests: Digests): void {
  if (expectedHash === null) return
  const actual = digests[expectedHash.algo]
  if (actual === expectedHash.value) return
  throw invalid(
    `The data arrived with ${expectedHash.algo} ${actual}, but ${expectedHash.value} was expected. Check the file and upload it again.`,
    'expected_hash',
  )
}
