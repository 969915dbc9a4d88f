import type { Upload, UploadState } from './upload.ts'

/** What a stored upload is in a browser that has just started: the file is not at hand, the server knows the offset. */
export function restore(stored: Upload): Upload {
  return { ...stored, hasFile: false, attempts: 0, state: restoredState(stored.state) }
}

function restoredState(state: UploadState): UploadState {
  switch (state.at) {
    case 'paused':
    case 'done':
    case 'refused':
    case 'cancelled':
    // A cancelling that was broken off goes on, so that nothing stays behind.
    case 'cancelling':
      return state
    default:
      return { at: 'queued' }
  }
}
