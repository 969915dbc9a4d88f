import { randomUUID } from 'node:crypto'
import { conflict, DomainError } from '#lib/domain/errors.ts'
import type { ByteRange, ImageData } from '#lib/domain/repository.ts'
import { badRange } from '../bad-range.ts'
import { ifPresent } from '../remote/if-present.ts'
import type { Staging, StagingKey, WritableStore } from '../store.ts'
import { untilDone } from '../until-done.ts'
import { createYoungGarbage, type YoungGarbage } from '../young-garbage.ts'
import { ERRNO, inCeph, isCephFault } from './ceph-fault.ts'
import { rbdDownload } from './rbd-download.ts'
import type { RbdDriver, RbdImage } from './rbd-driver.ts'
import {
  isRemoved,
  nameIn,
  namesOf,
  rbdUrl,
  removedName,
  SNAPSHOT,
  stagingName,
  uploadOf,
} from './rbd-names.ts'
import type { RbdOptions } from './rbd-options.ts'
import { openCommittedRbd, openRbdStaging, safeBytesOf, sizeFor } from './rbd-staging.ts'

/** What the store's steps share. */
interface Rbd {
  readonly options: RbdOptions
  readonly driver: RbdDriver
  readonly garbage: YoungGarbage
  /** Images of stagings that this process has open, by upload: nothing that is open can be removed. */
  readonly open: Map<string, Set<RbdImage>>
}

/** Keeps each image in one RBD image of a Ceph pool, as Glance does. Connects when it is first used. */
export function createRbdStore(options: RbdOptions, driver: RbdDriver): WritableStore {
  const { id } = options
  const rbd: Rbd = { options, driver, garbage: createYoungGarbage(), open: new Map() }
  const isTheCluster = untilDone(() => assertCluster(rbd))
  const step = <T>(what: string, work: () => Promise<T>): Promise<T> =>
    inCeph(id, what, async () => {
      await isTheCluster()
      return work()
    })
  const find = (url: string) => nameIn(url, options)
  return {
    id,
    countsOnlySafeBytes: true,
    capacity: () => step('the pool', () => roomOf(driver)),
    open: async (url, range, signal) => {
      const name = find(url)
      return step(url, () => openData(rbd, name, { range, signal }))
    },
    async sizeOf(url) {
      const name = find(url)
      return step(url, async () => {
        const image = await driver.open(name, { isUnseen: true })
        await image.close()
        return image.sizeBytes()
      })
    },
    openStaging: (key) => step(`upload ${key.uploadId}`, () => openStaging(rbd, key)),
    stagedSize: (key) => step(`upload ${key.uploadId}`, () => stagedSize(rbd, key)),
    discardStaging: (key) =>
      step(`upload ${key.uploadId}`, async () => {
        const { staging, image } = namesOf(key)
        await Promise.all([...(rbd.open.get(key.uploadId) ?? [])].map((each) => each.close()))
        await absentIsFine(removeImage(rbd, staging))
        await absentIsFine(removeImage(rbd, image))
      }),
    listStaging: () => step('uploads', () => listStaging(rbd)),
    sweepStaging: (uploadId) =>
      step(`upload ${uploadId}`, () => absentIsFine(removeImage(rbd, stagingName(uploadId)))),
    assertUnused: async (url) => {
      const name = find(url)
      await ifPresent(step(url, () => assertUnused(rbd, name)))
    },
    remove: async (url) => {
      const name = find(url)
      await step(url, () => removeImage(rbd, name))
    },
  }
}

/** Urls name the cluster, so it must be the one that the settings name. */
async function assertCluster({ driver, options }: Rbd): Promise<void> {
  const fsid = await driver.fsid()
  if (fsid === options.fsid) return
  throw new DomainError(
    'unavailable',
    `The store ${options.id} is set up for the cluster ${options.fsid}, but reaches ${fsid}.`,
  )
}

/** A pool that was made a moment ago is not counted yet. */
const roomOf = (driver: RbdDriver) => driver.room().catch(nullIfAbsent)

async function openData(
  { driver, options, garbage }: Rbd,
  name: string,
  { range, signal }: { range: ByteRange | null; signal: AbortSignal },
): Promise<ImageData> {
  // Not by its snapshot: a deletion takes that first, and who reads already is to come to the end.
  const image = await driver.open(name)
  const size = image.sizeBytes()
  const { start, end } = range ?? { start: 0, end: size - 1 }
  if (range !== null && !(0 <= start && start <= end && end < size)) {
    await image.close()
    throw badRange(range)
  }
  const lengthBytes = end - start + 1
  return {
    stream: rbdDownload({ storeId: options.id, image, start, lengthBytes, garbage, signal }),
    lengthBytes,
  }
}

const openIfThere = async (rbd: Rbd, name: string, isUnseen = false): Promise<RbdImage | null> =>
  rbd.driver.open(name, { isUnseen }).catch(nullIfAbsent)

/** An upload's image: still staged, else complete. */
async function findUpload(rbd: Rbd, key: StagingKey, isUnseen = false) {
  const names = namesOf(key)
  const staged = await openIfThere(rbd, names.staging, isUnseen)
  if (staged !== null) return { image: staged, isCommitted: false }
  const complete = await openIfThere(rbd, names.image, isUnseen)
  return complete === null ? null : { image: complete, isCommitted: true }
}

async function openStaging(rbd: Rbd, key: StagingKey): Promise<Staging> {
  const { driver, options } = rbd
  const { totalBytes = null } = key
  const names = namesOf(key)
  const found = await findUpload(rbd, key)
  if (found === null) await driver.create(names.staging, totalBytes === null ? 0 : sizeFor(0, totalBytes))
  const image = remembered(rbd, key.uploadId, found?.image ?? (await driver.open(names.staging)))
  const terms = {
    ...{ storeId: options.id, driver, image, names, imageUrl: rbdUrl(options, names.image) },
    ...{ totalBytes, isThin: options.isThin, isNew: found === null },
  }
  return found?.isCommitted === true ? openCommittedRbd(terms) : openRbdStaging(terms)
}

/** The image, known as open until it is closed. */
function remembered({ open }: Rbd, uploadId: string, image: RbdImage): RbdImage {
  const images = open.get(uploadId) ?? new Set()
  open.set(uploadId, images.add(image))
  return {
    ...image,
    async close() {
      await image.close()
      images.delete(image)
      if (images.size === 0) open.delete(uploadId)
    },
  }
}

async function stagedSize(rbd: Rbd, key: StagingKey): Promise<number> {
  const found = await findUpload(rbd, key, true)
  if (found === null) return 0
  const { image, isCommitted } = found
  return (isCommitted ? Promise.resolve(image.sizeBytes()) : safeBytesOf(image)).finally(image.close)
}

/** Also tries again to remove what somebody had open. */
async function listStaging(rbd: Rbd): Promise<string[]> {
  const names = await rbd.driver.list()
  for (const name of names.filter(isRemoved)) {
    await absentIsFine(rbd.driver.remove(name)).catch(fineIfBusy)
  }
  return names.map(uploadOf).filter((uploadId) => uploadId !== null)
}

/** @throws `conflict` when volumes are its clones, or when somebody else has it open */
async function assertUnused({ driver, options }: Rbd, name: string): Promise<void> {
  const clones = await driver.countChildren(name, SNAPSHOT).catch(noneIfAbsent)
  if (clones > 0)
    throw inUse(options.id, `${clones} ${clones === 1 ? 'volume is' : 'volumes are'} built on it`)
  const users = await driver.countUsers(name)
  if (users > 0) throw inUse(options.id, 'somebody has it open')
}

/**
 * Removes an image, with its snapshot. One that somebody has open (a download, or a server that was killed, for half a minute)
 * goes out of the way by another name, and later for good. @throws `conflict` when it has clones
 */
async function removeImage({ driver, options }: Rbd, name: string): Promise<void> {
  const image = await driver.open(name)
  try {
    await image.dropSnapshot(SNAPSHOT)
  } catch (error) {
    throw isCephFault(error, ERRNO.busy) ? inUse(options.id, 'volumes are built on it') : error
  } finally {
    await image.close()
  }
  try {
    await driver.remove(name)
  } catch (error) {
    if (isCephFault(error, ERRNO.noEntry) && (await driver.list()).includes(name)) throw isFull(options.id)
    if (isCephFault(error, ERRNO.notEmpty)) throw inUse(options.id, 'it has other snapshots')
    if (!isCephFault(error, ERRNO.busy)) throw error
    await driver.rename(name, removedName(randomUUID()))
  }
}

/** Others may have filled a pool from which nothing was removed before: see the trash in librbd-worker.ts. */
function isFull(storeId: string): DomainError {
  const message = `The store ${storeId} cannot remove anything, as its pool is full. An administrator must raise its quota.`
  return new DomainError('unavailable', message)
}

function inUse(storeId: string, reason: string): DomainError {
  return conflict(`The data cannot be removed from the store ${storeId} now: ${reason}.`)
}

const unless =
  <T>(errno: number, value: T) =>
  (error: unknown): T => {
    if (isCephFault(error, errno)) return value
    throw error
  }
const nullIfAbsent = unless(ERRNO.noEntry, null)
const noneIfAbsent = unless(ERRNO.noEntry, 0)
const fineIfBusy = unless(ERRNO.busy, undefined)
const absentIsFine = (work: Promise<void>): Promise<void> => work.catch(unless(ERRNO.noEntry, undefined))
