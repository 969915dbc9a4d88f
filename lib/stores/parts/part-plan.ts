import { overLimit } from '#lib/domain/errors.ts'

/** How one upload is cut into parts; noted with it, so that whoever goes on cuts alike. */
export interface PartPlan {
  readonly partBytes: number
  /** For data of unknown length: parts become larger, or few would not be enough. */
  readonly grows: boolean
}

export interface PartLimits {
  /** What the operator wants: each upload under way holds one part in memory. */
  readonly partBytes: number
  readonly mostParts: number
  readonly largestPartBytes: number
}

const MIB = 1024 * 1024

/** Parts double this many times on the way to the last. */
const DOUBLINGS = 10

/** Parts as small as wanted, unless there would be too many of them. @throws `over_limit` more than the store can hold */
export function planParts(totalBytes: number | null, limits: PartLimits): PartPlan {
  if (totalBytes === null) return { partBytes: limits.partBytes, grows: true }
  const needed = Math.ceil(totalBytes / limits.mostParts / MIB) * MIB
  const partBytes = Math.max(limits.partBytes, needed)
  if (partBytes > limits.largestPartBytes) throw tooLarge(limits)
  return { partBytes, grows: false }
}

/** Bytes of a part that is not the last. Numbers begin with 1. @throws `over_limit` past the last number */
export function sizeOfPart({ partBytes, grows }: PartPlan, number: number, limits: PartLimits): number {
  if (number > limits.mostParts) throw tooLarge(limits)
  if (!grows) return partBytes
  const doublings = Math.floor(((number - 1) * DOUBLINGS) / limits.mostParts)
  return Math.min(limits.largestPartBytes, partBytes * 2 ** doublings)
}

function tooLarge({ mostParts }: PartLimits): Error {
  return overLimit(`The store takes data in at most ${mostParts} parts, which is not enough for this data.`)
}
