import type { DigestFeed } from './digest-feed.ts'

/** What this process holds of an open upload: the state of its hashes, and the request that is at work on it. */
export interface LiveUpload {
  readonly feed: DigestFeed
  /** Set while a request is at work. */
  work: { readonly stop: (reason: unknown) => void; readonly over: Promise<unknown> } | null
}

export interface LiveUploads {
  /** The upload's entry, made by `begin` if there is none. */
  of(uploadId: string, begin: () => DigestFeed): LiveUpload
  find(uploadId: string): LiveUpload | undefined
  /** Ends the hashes and forgets the upload. */
  drop(uploadId: string): void
  ids(): readonly string[]
  /** Ends the requests at work; resolves when what they received is safe. */
  stopAll(reason: unknown): Promise<void>
}

export function createLiveUploads(): LiveUploads {
  const uploads = new Map<string, LiveUpload>()
  return {
    of(uploadId, begin) {
      const known = uploads.get(uploadId)
      if (known !== undefined) return known
      const begun: LiveUpload = { feed: begin(), work: null }
      uploads.set(uploadId, begun)
      return begun
    },
    find: (uploadId) => uploads.get(uploadId),
    drop(uploadId) {
      uploads.get(uploadId)?.feed.drop()
      uploads.delete(uploadId)
    },
    ids: () => [...uploads.keys()],
    async stopAll(reason) {
      const atWork = [...uploads.values()].map(({ work }) => work).filter((work) => work !== null)
      for (const work of atWork) work.stop(reason)
      await Promise.all(atWork.map((work) => work.over))
    },
  }
}
