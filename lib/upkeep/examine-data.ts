import type { CheckMiddle, CheckOutcome, DueCheck } from '#lib/domain/data-checks.ts'
import { isDomainError } from '#lib/domain/errors.ts'
import type { Image } from '#lib/domain/image.ts'
import type { StoreRegistry } from '#lib/stores/registry.ts'
import type { HashOn } from '#lib/uploads/hash-on.ts'
import { type Pace, paced } from './pace.ts'

export interface ExamineDeps {
  readonly stores: Pick<StoreRegistry, 'holding'>
  /** Any image; null when it is gone. */
  readonly imageOf: (imageId: string) => Promise<Image | null>
  readonly pace: Pace
  readonly hash: HashOn
  readonly nowMs: () => number
}

export interface Reading {
  readonly signal: AbortSignal
  /** Where an earlier reading was cut short. */
  readonly middle: CheckMiddle | null
  readonly tell: (doneBytes: number) => void
  /** Hears where another reading could go on. */
  readonly keep: (middle: CheckMiddle) => void
}

export type Finding = Omit<CheckOutcome, 'nowMs'>

/** Data that was read longer ago may have changed since. */
const MIDDLE_LIFE_MS = 24 * 3600_000

/** Reads data and holds it against the strongest hash that its image has; goes on where an earlier reading was cut short. */
export async function examineData(deps: ExamineDeps, due: DueCheck, reading: Reading): Promise<Finding> {
  try {
    const image = await deps.imageOf(due.imageId)
    if (image === null) return { result: 'unreadable', message: 'The image was deleted.' }
    const algo = image.hashValue === null ? 'md5' : (image.hashAlgo ?? 'sha512')
    if (!isKnown(algo)) {
      return { result: 'unreadable', message: `Hashes of the kind ${algo} are not known here.` }
    }
    return judged(image, algo, await read(deps, { due, reading, algo }))
  } catch (error) {
    if (isDomainError(error, 'not_found')) {
      return { result: 'damaged', message: 'There is no data in the store.' }
    }
    return {
      result: 'unreadable',
      message: isDomainError(error) ? error.message : 'It could not be read: see the log of the server.',
    }
  }
}

const ALGOS = ['md5', 'sha1', 'sha256', 'sha512'] as const
type Algo = (typeof ALGOS)[number]
const isKnown = (algo: string): algo is Algo => ALGOS.some((each) => each === algo)

async function read(
  { stores, pace, hash, nowMs }: ExamineDeps,
  { due, reading, algo }: { readonly due: DueCheck; readonly reading: Reading; readonly algo: Algo },
): ReturnType<HashOn> {
  const { signal, middle, tell, keep } = reading
  const store = stores.holding(due.storeId)
  const isUsable = middle !== null && middle.algo === algo && nowMs() - middle.atMs < MIDDLE_LIFE_MS
  const totalBytes = isUsable ? await store.sizeOf(due.url) : 0
  const from = isUsable && middle.doneBytes < totalBytes ? middle : null
  const range = from === null ? null : { start: from.doneBytes, end: totalBytes - 1 }
  const { stream } = await store.open(due.url, range, signal)
  return hash(paced(stream, pace, signal), {
    ...{ algo, from, tell },
    keep: (kept) => keep({ ...kept, algo, atMs: nowMs() }),
  })
}

function judged(
  image: Image,
  algo: Algo,
  { digest, sizeBytes }: { readonly digest: string; readonly sizeBytes: number },
): Finding {
  const expected = image.hashValue ?? image.checksum
  if (image.sizeBytes !== null && sizeBytes !== image.sizeBytes) {
    return { result: 'damaged', message: `It has ${sizeBytes} bytes instead of ${image.sizeBytes}.` }
  }
  if (digest === expected) return { result: 'intact', message: '' }
  return { result: 'damaged', message: `Its ${algo} is ${digest} instead of ${expected}.` }
}
