import { randomUUID } from 'node:crypto'
import { conflict, DomainError, isDomainError } from '#lib/domain/errors.ts'
import type { Lease, UploadRecord } from '#lib/domain/upload-records.ts'
import type { Staging, WritableStore } from '#lib/stores/store.ts'
import { createDigestFeed } from './digest-feed.ts'
import type { LiveUpload } from './live-uploads.ts'
import { isCertainlyOver, keptItsKernel } from './node-id.ts'
import type { UploadPorts } from './upload-ports.ts'

const LEASE_MS = 15_000
const RENEW_MS = 4_000

/** An upload in our hands: nobody else writes it until `work` ends or the lease is lost. */
export interface HeldUpload {
  readonly upload: UploadRecord
  readonly owner: string
  readonly store: WritableStore
  readonly staging: Staging
  readonly live: LiveUpload
  /** Syncs what is staged and notes it, now. */
  persist(): Promise<void>
  /** Asks the database when the lease has run out while this process stood still. @throws `conflict`, `gone` */
  assertMayWrite(): Promise<void>
  /** Called with the reason when the work must end early: image deleted, upload cancelled, lease lost. */
  onStop(stop: (reason: unknown) => void): void
  /** @throws that reason */
  throwIfStopped(): void
}

/**
 * Takes the upload's lease, opens its staging and its hashes, and runs `work`; renews the lease meanwhile.
 * @throws `conflict` another request holds it, `gone`, `unavailable`, and what `work` throws
 */
export async function holdUpload<T>(
  ports: UploadPorts,
  uploadId: string,
  work: (held: HeldUpload) => Promise<T>,
): Promise<T> {
  const lease = newLease(ports)
  const upload = await takeLease(ports, uploadId, lease)
  const over = Promise.withResolvers<void>()
  try {
    const store = ports.stores.begun(upload.storeId)
    const staging = await store.openStaging({ ...upload, uploadId })
    try {
      if (!isTailCertain(ports, upload, store)) await forgetTail(upload, staging)
      return await workOn(ports, { upload, lease, store, staging, over: over.promise }, work)
    } finally {
      await staging.close()
    }
  } finally {
    await ports.records.release(uploadId, lease.owner).finally(over.resolve)
  }
}

/**
 * Takes the upload's lease for whoever removes it: a store that takes no bytes now must not be asked for a place first.
 * @throws `conflict` another request holds it, `gone`, and what `remove` throws
 */
export async function holdForRemoval(
  ports: UploadPorts,
  uploadId: string,
  remove: (upload: UploadRecord) => Promise<void>,
): Promise<void> {
  const lease = newLease(ports)
  const upload = await takeLease(ports, uploadId, lease)
  const renew = () =>
    ports.records.renew(uploadId, { ...lease, untilMs: ports.clock.nowMs() + LEASE_MS }, upload)
  // A removal that goes on without its lease is done twice at worst.
  const endRenewal = ports.clock.every(RENEW_MS, () => void renew().catch(() => undefined))
  try {
    await remove(upload)
  } finally {
    endRenewal()
    await ports.records.release(uploadId, lease.owner)
  }
}

/** Bytes that are safely staged, for an answer to "how far?". */
export async function safelyStaged(ports: UploadPorts, upload: UploadRecord): Promise<number> {
  const store = ports.stores.begun(upload.storeId)
  const staged = await store.stagedSize({ uploadId: upload.id, imageId: upload.imageId })
  return isTailCertain(ports, upload, store) ? staged : Math.min(staged, upload.receivedBytes)
}

/** Whether no living request can hold the upload. */
export function isFree(ports: UploadPorts, upload: UploadRecord): boolean {
  const { leaseOwner, leaseUntilMs } = upload
  return leaseOwner === null || leaseUntilMs < ports.clock.nowMs() || isCertainlyOver(leaseOwner, ports.node)
}

function newLease(ports: UploadPorts): Lease {
  return { owner: `${ports.node}/${randomUUID()}`, node: ports.node, untilMs: ports.clock.nowMs() + LEASE_MS }
}

async function takeLease(ports: UploadPorts, uploadId: string, lease: Lease): Promise<UploadRecord> {
  const found = await ports.records.find(uploadId)
  const before = found?.leaseOwner ?? null
  const isOver = before !== null && isCertainlyOver(before, ports.node)
  const terms = { nowMs: ports.clock.nowMs(), ...(isOver ? { lapsedOwner: before } : {}) }
  return ports.records.lease(uploadId, lease, terms)
}

function isTailCertain(ports: UploadPorts, upload: UploadRecord, store: WritableStore): boolean {
  return store.countsOnlySafeBytes || keptItsKernel(upload.writer, ports.node)
}

/** What was never synced may be zeros after a loss of power: the client sends it again. */
async function forgetTail({ receivedBytes }: UploadRecord, staging: Staging): Promise<void> {
  if (staging.size() > receivedBytes) await staging.truncate(receivedBytes)
}

interface Held {
  readonly upload: UploadRecord
  readonly lease: Lease
  readonly store: WritableStore
  readonly staging: Staging
  /** Resolves when the lease is free again. */
  readonly over: Promise<void>
}

async function workOn<T>(ports: UploadPorts, held: Held, work: (held: HeldUpload) => Promise<T>): Promise<T> {
  const { upload, store, staging } = held
  const live = ports.live.of(upload.id, () => createDigestFeed(ports.hashes, ports.blocks, algosOf(upload)))
  const stopper = createStopper()
  const renewal = createRenewal(ports, held, stopper.stop)
  const endRenewal = ports.clock.every(RENEW_MS, () => void renewal.persist().catch(stopper.stop))
  live.feed.attach(staging.read, staging.size())
  const working = renewal
    .persist()
    .then(() => work({ ...renewal, ...stopper, upload, owner: held.lease.owner, store, staging, live }))
  live.work = { stop: stopper.stop, over: held.over }
  try {
    return await working
  } finally {
    live.work = null
    endRenewal()
    await renewal.rest()
    await live.feed.detach()
  }
}

function algosOf(upload: UploadRecord): ('md5' | 'sha512' | 'sha1' | 'sha256')[] {
  const expected = upload.expectedHash?.algo
  return expected === 'sha1' || expected === 'sha256' ? ['md5', 'sha512', expected] : ['md5', 'sha512']
}

/** Passes the first reason to whoever listens, also when it comes before the listener. */
function createStopper() {
  let reason: { readonly value: unknown } | null = null
  let listener: ((reason: unknown) => void) | null = null
  return {
    stop(value: unknown): void {
      reason ??= { value }
      listener?.(reason.value)
    },
    onStop(stop: (reason: unknown) => void): void {
      listener = stop
      if (reason !== null) stop(reason.value)
    },
    throwIfStopped(): void {
      if (reason !== null) throw reason.value
    },
  }
}

/** Syncs and renews, one at a time. */
function createRenewal(
  ports: UploadPorts,
  { upload, lease, staging }: Held,
  stop: (reason: unknown) => void,
) {
  let untilMs = lease.untilMs
  let running: Promise<void> | null = null

  const renew = async (): Promise<void> => {
    const receivedBytes = staging.size()
    await staging.sync()
    const nowMs = ports.clock.nowMs()
    const next = { ...lease, untilMs: nowMs + LEASE_MS }
    const progress = { receivedBytes, expiresAtMs: nowMs + ports.settings.expiryMs }
    const outcome = await ports.records.renew(upload.id, next, progress)
    if (outcome === 'held') untilMs = next.untilMs
    else stop(outcome === 'gone' ? imageIsGone(upload.imageId) : leaseIsLost(upload.id))
  }
  const persist = async (): Promise<void> => {
    await running?.catch(() => undefined)
    running ??= renew().finally(() => {
      running = null
    })
    await running
  }
  return {
    persist,
    async rest(): Promise<void> {
      await running?.catch(() => undefined)
    },
    async assertMayWrite(): Promise<void> {
      if (ports.clock.nowMs() < untilMs) return
      await persist()
      if (ports.clock.nowMs() >= untilMs) throw leaseIsLost(upload.id)
    },
  }
}

export function imageIsGone(imageId: string): DomainError {
  return new DomainError('gone', `Image ${imageId} was deleted while its data was being uploaded.`)
}

function leaseIsLost(uploadId: string): DomainError {
  return conflict(`Upload ${uploadId} was taken over by another request.`)
}

export function isGone(error: unknown): boolean {
  return isDomainError(error, 'gone')
}
