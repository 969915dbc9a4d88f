import type { Upload } from './upload.ts'

/** Two at once fill most lines; more would only make each of them slower and the end of each later. */
const LANES = 2

/** Which waiting uploads to start now: oldest first, never more than the lanes. */
export function uploadsToStart(uploads: readonly Upload[], lanes: number = LANES): readonly Upload[] {
  const free = lanes - uploads.filter(usesLane).length
  if (free <= 0) return []
  return uploads
    .filter((upload) => upload.state.at === 'queued')
    .toSorted((a, b) => a.createdAtMs - b.createdAtMs)
    .slice(0, free)
}

function usesLane(upload: Upload): boolean {
  switch (upload.state.at) {
    case 'creating':
    case 'checking':
    case 'sending':
    case 'finishing':
    case 'verifying':
      return true
    // Others would meet the same broken line; this one keeps its place.
    case 'waiting':
      return upload.state.reason === 'network'
    default:
      return false
  }
}
