import { createEvidence, HEAD_BYTES } from '#lib/formats/evidence.ts'
import { examine } from '#lib/formats/examine.ts'
import { inspect } from '#lib/formats/inspect.ts'
import type { Inspection } from '#lib/formats/types.ts'
import { announcedLength, readRemotePart, statusError, strongValidator } from '#lib/net/remote-part.ts'
import type { SafeFetch, SafeResponse } from '#lib/net/safe-fetch.ts'

/** What can be known of a remote file without fetching it. */
export interface RemoteLook {
  readonly finalUrl: URL
  readonly mediaType: string | null
  readonly sizeBytes: number | null
  readonly isResumable: boolean
  readonly inspection: Inspection
}

/** Reads at most about 1 MiB. @throws as `SafeFetch` and `readRemotePart` */
export async function lookAtRemote(fetch: SafeFetch, url: string, signal: AbortSignal): Promise<RemoteLook> {
  const headers = { range: `bytes=0-${HEAD_BYTES - 1}` }
  const response = await fetch({ url, headers, maxBytes: Number.MAX_SAFE_INTEGER }, signal)
  const whole = /^bytes (?:\d+-\d+|\*)\/(\d+)$/.exec(response.headers.get('content-range') ?? '')?.[1]
  // An empty file has no first byte to give.
  const isEmpty = response.status === 416 && whole === '0'
  if (response.status !== 200 && response.status !== 206 && !isEmpty) {
    await response.stream.cancel()
    throw statusError(response)
  }
  const hasRanges = response.status === 206 && whole !== undefined
  const sizeBytes = hasRanges || isEmpty ? Number(whole) : announcedLength(response.headers)
  const head = isEmpty ? new Uint8Array(0) : await headOf(response)
  const inspection =
    hasRanges && sizeBytes !== null
      ? await inspect(remoteReader({ fetch, url, signal, head, sizeBytes }))
      : examine(createEvidence(sizeBytes === head.length ? sizeBytes : null, [{ offset: 0, bytes: head }]))
  return {
    finalUrl: response.finalUrl,
    mediaType: response.headers.get('content-type'),
    sizeBytes,
    isResumable: hasRanges && strongValidator(response.headers) !== null,
    inspection,
  }
}

async function headOf({ stream }: SafeResponse): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  let length = 0
  for await (const piece of stream) {
    pieces.push(piece)
    length += piece.length
    if (length >= HEAD_BYTES) break
  }
  return Buffer.concat(pieces).subarray(0, HEAD_BYTES)
}

interface Remote {
  readonly fetch: SafeFetch
  readonly url: string
  readonly signal: AbortSignal
  readonly head: Uint8Array
  readonly sizeBytes: number
}

function remoteReader({ fetch, url, signal, head, sizeBytes }: Remote) {
  return {
    sizeBytes,
    async read(offset: number, length: number): Promise<Uint8Array> {
      const end = Math.min(offset + length, sizeBytes)
      if (end <= head.length) return head.subarray(offset, end)
      const part = { url, start: offset, end: end - 1, validator: null, maxBytes: Number.MAX_SAFE_INTEGER }
      const { pieces } = await readRemotePart(fetch, part, signal)
      const read: Uint8Array[] = []
      for await (const piece of pieces) read.push(piece)
      return Buffer.concat(read)
    },
  }
}
