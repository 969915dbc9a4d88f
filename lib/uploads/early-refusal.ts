import { DomainError } from '#lib/domain/errors.ts'
import type { Image } from '#lib/domain/image.ts'
import { createStreamInspector } from '#lib/formats/stream.ts'
import { judge } from '#lib/formats/verdict.ts'

/**
 * Looks at the bytes as they pass and refuses certain dangers as soon as they show, so that nobody sends gigabytes in
 * vain. Works for data from its first byte only; the final word is spoken when everything is there.
 */
export function createEarlyRefusal(image: Image, offset: number): (bytes: Uint8Array) => void {
  if (offset !== 0 || image.containerFormat !== 'bare') return () => undefined
  const inspector = createStreamInspector()
  return (bytes) => {
    inspector.push(bytes)
    const findings = inspector.early()
    if (findings.length === 0) return
    const { diskFormat, containerFormat } = image
    const inspection = { format: 'raw', virtualSizeBytes: null, findings } as const
    const verdict = judge({ diskFormat, containerFormat, inspection, sizeBytes: 0 })
    if (!verdict.ok) throw new DomainError('unsupported_media', verdict.message)
  }
}
