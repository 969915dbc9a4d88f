import type { FileProblem } from '../model/upload.ts'

const SAMPLE_BYTES = 256 * 1024

/**
 * Tells one file from another without reading all of it: SHA-256 over the size and the first, middle and last 256 KiB.
 * Two different disk images of one size practically never share these; the server hashes every byte anyway.
 */
export async function fingerprintOf(file: Blob): Promise<string> {
  const middle = Math.max(0, Math.floor(file.size / 2) - SAMPLE_BYTES / 2)
  const samples = [
    new TextEncoder().encode(`${file.size}:`),
    await sample(file, 0),
    await sample(file, middle),
    await sample(file, Math.max(0, file.size - SAMPLE_BYTES)),
  ]
  const all = new Uint8Array(await new Blob(samples).arrayBuffer())
  // Without a secure context (plain http from another machine) there is no SubtleCrypto.
  return globalThis.crypto.subtle === undefined ? `fnv:${fnv1a(all)}` : `sha256:${await sha256(all)}`
}

/** Why a file chosen again is not the one the upload began with; null when it is the same. */
export function mismatch(
  expected: { readonly sizeBytes: number; readonly fingerprint: string | null; readonly name: string },
  chosen: { readonly sizeBytes: number; readonly fingerprint: string; readonly name: string },
): FileProblem | null {
  const { name } = chosen
  if (chosen.sizeBytes !== expected.sizeBytes) {
    const { name: expectedName, sizeBytes: expectedBytes } = expected
    return { code: 'otherSize', name, bytes: chosen.sizeBytes, expectedName, expectedBytes }
  }
  const isComparable = expected.fingerprint?.split(':')[0] === chosen.fingerprint.split(':')[0]
  const isOther = isComparable && expected.fingerprint !== chosen.fingerprint
  return isOther ? { code: 'otherContent', name } : null
}

async function sample(file: Blob, from: number): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await file.slice(from, from + SAMPLE_BYTES).arrayBuffer())
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function fnv1a(bytes: Uint8Array): string {
  let hash = 0x811c9dc5
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0
  return `${hash.toString(16)}-${bytes.length}`
}
