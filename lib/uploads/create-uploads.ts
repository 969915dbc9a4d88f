import { randomUUID } from 'node:crypto'
import { type Context, systemContext } from '#lib/domain/context.ts'
import { DomainError } from '#lib/domain/errors.ts'
import type { ProgressSink } from '#lib/domain/events.ts'
import type { Image, ImageLocation } from '#lib/domain/image.ts'
import type { Quota } from '#lib/domain/reservations.ts'
import type { DoomedDataRecords, UploadRecords } from '#lib/domain/upload-records.ts'
import { type Clock, systemClock } from '#lib/jobs/clock.ts'
import type { PeriodicJob } from '#lib/jobs/periodic.ts'
import type { CertificateSource } from '#lib/signatures/certificates.ts'
import { type AssertSigned, createSignatureCheck } from '#lib/signatures/check-signature.ts'
import type { StoreRegistry } from '#lib/stores/registry.ts'
import type { WritableStore } from '#lib/stores/store.ts'
import { createYoungGarbage } from '#lib/stores/young-garbage.ts'
import { createBlockPool } from './blocks.ts'
import { type CopiedData, type CopyRequest, copyInto } from './copy-into.ts'
import { type HashData, hashData } from './hash-data.ts'
import { type HashOn, hashOn } from './hash-on.ts'
import { createHashPool } from './hash-pool.ts'
import { createLiveUploads } from './live-uploads.ts'
import { createNodeId, type NodeId } from './node-id.ts'
import { removeDoomedData, sweepDoomedData } from './remove-doomed.ts'
import { tendUploads } from './tend-uploads.ts'
import { createUploadDesk, type UploadDesk } from './upload-desk.ts'
import { createUploadDirectory, type UploadDirectory } from './upload-directory.ts'
import type { UploadPorts, UploadSettings } from './upload-ports.ts'
import { withStaging } from './with-staging.ts'

export interface UploadsOptions {
  readonly records: UploadRecords
  readonly doomed: DoomedDataRecords
  readonly stores: StoreRegistry
  readonly events: ProgressSink
  /** Where data waits for its import; not one of the stores. */
  readonly staging: WritableStore
  readonly quota: Pick<Quota, 'held'>
  readonly settings: UploadSettings
  /** Of signed images. */
  readonly certificates: CertificateSource
  /** The program's own folder. */
  readonly appDir: string
  /** Finds any image, whoever owns it. */
  readonly imageOf: (ctx: Context, imageId: string) => Promise<Image>
  /** Told about trouble in the background. */
  readonly report: (what: string, error: unknown) => void
  readonly clock?: Clock
  /** Who this server is among the nodes; tests play several. */
  readonly node?: NodeId
}

export interface Uploads {
  readonly desk: UploadDesk
  readonly directory: UploadDirectory
  /** Who this server is; owns leases of uploads and of tasks. */
  readonly node: NodeId
  /** For data that no client sends: imports, copies, moves. */
  copyInto(request: CopyRequest): Promise<CopiedData>
  /** For data that lies in a store already. */
  readonly hashData: HashData
  readonly hashOn: HashOn
  readonly jobs: readonly PeriodicJob[]
  /** For the location layer. */
  readonly removeDoomed: (locations: readonly Pick<ImageLocation, 'url' | 'storeId'>[]) => Promise<void>
  /** For data that comes without an upload. */
  readonly assertSigned: AssertSigned
  /** Ends running requests, keeping what they received, and the hash threads. */
  close(): Promise<void>
}

const TEND_MS = 60_000

/** Everything that has to do with bytes on their way in, and with data on its way out for good. */
export function createUploads(options: UploadsOptions): Uploads {
  const { records, events, quota, settings, clock = systemClock } = options
  const stores = withStaging(options.stores, options.staging)
  const hashes = createHashPool({ appDir: options.appDir })
  const blocks = createBlockPool()
  const { certificates } = options
  const assertSigned = createSignatureCheck({ certificates, hashes, blocks, nowMs: clock.nowMs })
  const ports: UploadPorts = {
    assertSigned,
    ...{ records, stores, events, quota, settings, clock, hashes, blocks, garbage: createYoungGarbage() },
    ...{ live: createLiveUploads(), node: options.node ?? createNodeId() },
  }
  const copyPorts = { hashes, blocks, clock, garbage: ports.garbage, idleMs: settings.idleMs }
  const desk = createUploadDesk(ports)
  const doomedPorts = {
    ...{ doomed: options.doomed, stores },
    report: (url: string, error: unknown) => options.report(`removing ${url}`, error),
  }
  const tending = {
    report: (what: string, error: unknown) => options.report(`tending ${what}`, error),
    async finish(upload: { imageId: string } & Parameters<UploadDesk['finish']>[1]) {
      await desk.finish(await options.imageOf(systemContext(`tend-${randomUUID()}`), upload.imageId), upload)
    },
  }
  return {
    desk,
    assertSigned,
    node: ports.node,
    copyInto: (request) => copyInto(copyPorts, request),
    hashData: (stream, algos, tell) => hashData({ hashes, blocks }, stream, algos, tell),
    hashOn: (stream, hashing) => hashOn({ hashes, blocks }, stream, hashing),
    directory: createUploadDirectory(ports),
    removeDoomed: (locations) => removeDoomedData(doomedPorts, locations),
    jobs: [
      { name: 'tend uploads', everyMs: TEND_MS, run: (signal) => tendUploads(ports, tending, signal) },
      {
        name: 'remove deleted data',
        everyMs: TEND_MS,
        run: () => sweepDoomedData(doomedPorts, clock.nowMs()),
      },
    ],
    async close() {
      await ports.live.stopAll(new DomainError('interrupted', 'The server is ending; go on when it is back.'))
      await hashes.close()
    },
  }
}
