import type { ImageStatus } from '#lib/domain/image.ts'
import type { FinishedImage, Upload, UploadFault } from '../model/upload.ts'
import { failed, happened, type Outcome } from './server.ts'
import { GONE } from './trouble.ts'

/** What an image says about the upload that was to become it; null while the server still works. */
export function verdictOn(upload: Upload, image: FinishedImage, status: ImageStatus): Outcome | null {
  switch (status) {
    case 'active':
    case 'deactivated':
      return compare(upload, image)
    case 'queued':
      return failed({ kind: 'refused', fault: DROPPED })
    case 'killed':
    case 'deleted':
    case 'pending_delete':
      return failed({ kind: 'refused', fault: GONE })
    default:
      return null
  }
}

function compare(upload: Upload, image: FinishedImage): Outcome {
  if (image.sizeBytes !== upload.file.sizeBytes)
    return failed({ kind: 'refused', fault: otherData(upload, image) })
  const expected = upload.draft.expectedHash
  const told = expected === null ? null : hashOf(image, expected.algo)
  // The server has compared it too; where it tells the same kind of hash, see for ourselves.
  if (expected !== null && told !== null && told !== expected.value) {
    return failed({ kind: 'refused', fault: otherData(upload, image) })
  }
  return happened({ type: 'activated', image })
}

function hashOf(image: FinishedImage, algo: string): string | null {
  if (algo === 'md5') return image.md5
  return algo === image.hashAlgo ? image.hashValue : null
}

const DROPPED: UploadFault = {
  status: null,
  reason: { code: 'dropped' },
  said: null,
  requestId: null,
  canRetry: true,
}

function otherData(upload: Upload, image: FinishedImage): UploadFault {
  return {
    status: null,
    reason: { code: 'otherData', serverBytes: image.sizeBytes, fileBytes: upload.file.sizeBytes },
    said: null,
    requestId: null,
    canRetry: false,
  }
}
