import type { UploadEvent } from '../model/machine.ts'
import type { Upload, UploadOwner } from '../model/upload.ts'
import type { Trouble } from './trouble.ts'

/** What one piece of work with the server ends in: a fact, or trouble. */
export type Outcome =
  | { readonly kind: 'event'; readonly event: UploadEvent }
  | { readonly kind: 'trouble'; readonly trouble: Trouble }

/**
 * What the engine asks of the service. Nothing here rejects but for an abort: every failure is an outcome.
 * Each verb may be repeated after any break without doing its work twice.
 */
export interface UploadServer {
  createImage(upload: Upload): Promise<Outcome>
  /** How far did it get? Never changes anything. */
  locate(upload: Upload, signal: AbortSignal): Promise<Outcome>
  /** Sends what is missing; `tell` hears of progress meanwhile. */
  send(
    upload: Upload,
    file: Blob | null,
    tell: (event: UploadEvent) => void,
    signal: AbortSignal,
  ): Promise<Outcome>
  /** Waits until the image is active, and compares it with what was sent. */
  verify(upload: Upload, signal: AbortSignal): Promise<Outcome>
  /** Removes the upload, and the image when it was made for it. */
  remove(upload: Upload, signal: AbortSignal): Promise<Outcome>
  /** Who is signed in now; null when nobody is. */
  whoAmI(): Promise<UploadOwner | null>
}

export function happened(event: UploadEvent): Outcome {
  return { kind: 'event', event }
}

export function failed(trouble: Trouble): Outcome {
  return { kind: 'trouble', trouble }
}
