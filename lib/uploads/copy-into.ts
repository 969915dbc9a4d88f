import { type DomainError, invalid, isDomainError } from '#lib/domain/errors.ts'
import type { Image } from '#lib/domain/image.ts'
import type { ExpectedHash } from '#lib/domain/upload.ts'
import type { Staging, StagingKey, WritableStore } from '#lib/stores/store.ts'
import { createBlockWriter } from './block-writer.ts'
import type { BlockPool } from './blocks.ts'
import { createDigestFeed, type DigestFeed, type Digests } from './digest-feed.ts'
import type { HashPool } from './hash-pool.ts'
import { interruptible } from './interruptible.ts'
import { interrupted, type PumpPorts, pump } from './pump.ts'

export interface CopyPorts extends PumpPorts {
  readonly hashes: HashPool
  readonly blocks: BlockPool
  /** A source that gives nothing for this long is given up. */
  readonly idleMs: number
}

export interface CopyRequest {
  /** Data from its first byte on. */
  readonly stream: AsyncIterable<Uint8Array>
  /** Announced length; null when nobody knows. Other data is refused. */
  readonly totalBytes: number | null
  readonly mostBytes: number
  /** Data with another hash is refused, before anybody can see it. */
  readonly expectedHashes: readonly ExpectedHash[]
  readonly store: WritableStore
  /** `uploadId` comes from `taskStagingId`, and no two copies run under one key at once. */
  readonly key: StagingKey
  readonly signal: AbortSignal
  /** Asked before bytes flow that it has not covered yet; gives how many may. @throws `over_limit` */
  readonly cover?: (bytes: number) => Promise<number>
  readonly progress: (doneBytes: number) => void
  /** Asked before each write; rejects when this process may not write any more. */
  readonly assertMayWrite: () => Promise<void>
}

export interface CopiedData {
  readonly url: string
  readonly sizeBytes: number
  readonly md5: string
  readonly sha512: string
}

const PREFIX = 'task-'

/** The name of what a task stages. `part` keeps several copies of one task apart. */
export function taskStagingId(taskId: string, part: number): string {
  return `${PREFIX}${taskId}-${part}`
}

/** Whether staged bytes are a task's, which removes them itself, and not an upload's. */
export function isStagedByTask(stagingId: string): boolean {
  return stagingId.startsWith(PREFIX)
}

const CATALOG_PREFIX = 'catalog-'

/** The name of what an import of a whole catalog stages for an image. */
export function catalogStagingId(imageId: string): string {
  return `${CATALOG_PREFIX}${imageId}`
}

/** Such an import begins each image anew and removes what it staged. */
export function isStagedByCatalog(stagingId: string): boolean {
  return stagingId.startsWith(CATALOG_PREFIX)
}

/** The task behind a staging id. */
export function stagingTask(stagingId: string): string {
  return stagingId.slice(PREFIX.length, stagingId.lastIndexOf('-'))
}

/**
 * Copies readable data into a store, hashing it on the way: the one way in for data that no client sends. Begins anew
 * whatever an earlier try left; a failed try leaves nothing. Memory: the blocks of one writer.
 * @throws `invalid` another length or hash, `over_limit`, `interrupted`, `unavailable`; the signal's reason
 */
export async function copyInto(ports: CopyPorts, request: CopyRequest): Promise<CopiedData> {
  const { store, key, signal } = request
  signal.throwIfAborted()
  await store.discardStaging(key)
  const staging = await store.openStaging(key)
  try {
    return await copy(ports, request, staging)
  } catch (error) {
    await staging.close().catch(() => undefined)
    // Somebody else may be at work under the same key by now: then it is not ours to remove.
    const isOurs = await request.assertMayWrite().then(
      () => true,
      () => false,
    )
    if (isOurs) await store.discardStaging(key).catch(() => undefined)
    throw error
  }
}

async function copy(ports: CopyPorts, request: CopyRequest, staging: Staging): Promise<CopiedData> {
  const feed = createDigestFeed(ports.hashes, ports.blocks, algosFor(request))
  feed.attach(staging.read, 0)
  try {
    await fill(ports, request, staging, feed)
    const sizeBytes = staging.size()
    assertLength(request, sizeBytes)
    await staging.seal()
    const digests = await feed.finish(sizeBytes, () => request.signal.throwIfAborted())
    assertHashes(request, digests)
    await request.assertMayWrite()
    request.signal.throwIfAborted()
    const url = await staging.commit()
    await staging.close()
    return { url, sizeBytes, md5: digests.md5 ?? '', sha512: digests.sha512 ?? '' }
  } finally {
    await feed.detach()
    feed.drop()
  }
}

async function fill(
  ports: CopyPorts,
  request: CopyRequest,
  staging: Staging,
  feed: DigestFeed,
): Promise<void> {
  const { signal, totalBytes } = request
  const source = interruptible(request.stream)
  const writer = createBlockWriter({
    ...{ staging, feed, blocks: ports.blocks, assertMayWrite: request.assertMayWrite },
  })
  const onAbort = () => source.callOff(abortReason(signal))
  signal.addEventListener('abort', onAbort, { once: true })
  if (signal.aborted) onAbort()
  try {
    await pump(ports, {
      ...{ source, writer, totalBytes, capBytes: request.mostBytes, idleMs: ports.idleMs },
      onTaken: request.progress,
      ...(request.cover === undefined ? {} : { cover: request.cover }),
    })
    await writer.flush()
  } catch (error) {
    await writer.settle()
    throw error
  } finally {
    signal.removeEventListener('abort', onAbort)
    source.release()
  }
}

function abortReason({ reason }: AbortSignal): DomainError {
  return isDomainError(reason) ? reason : interrupted('The copying was ended.', reason)
}

function algosFor({ expectedHashes }: CopyRequest) {
  return [...new Set(['md5', 'sha512', ...expectedHashes.map(({ algo }) => algo)] as const)]
}

function assertLength({ totalBytes }: CopyRequest, sizeBytes: number): void {
  if (totalBytes === null || totalBytes === sizeBytes) return
  throw invalid(`Only ${sizeBytes} of the announced ${totalBytes} bytes came.`)
}

function assertHashes({ expectedHashes }: CopyRequest, digests: Digests): void {
  for (const { algo, value } of expectedHashes) {
    if (digests[algo] === value) continue
    throw invalid(`The data has the ${algo} ${digests[algo]}, but ${value} was expected.`, 'expected_hash')
  }
}

const HASHES = ['sha1', 'sha256', 'sha512', 'md5'] as const

/** What the image says of its data. */
export function hashesOf({ checksum, hashAlgo, hashValue }: Image): readonly ExpectedHash[] {
  const md5 = checksum === null ? [] : [{ algo: 'md5', value: checksum } as const]
  const algo = HASHES.find((known) => known === hashAlgo)
  return algo === undefined || hashValue === null ? md5 : [...md5, { algo, value: hashValue }]
}
