import type { ChosenFile } from './choose.ts'

type Take = (files: readonly ChosenFile[]) => void

/** Where chosen files lie until what prepares them has been fetched. */
export interface FileInbox {
  readonly put: Take
  /** Hands over what lies there and what comes. One listens at a time. @returns a function that ends it */
  listen(take: Take): () => void
}

export function createFileInbox(): FileInbox {
  let waiting: (readonly ChosenFile[])[] = []
  let taker: Take | null = null
  return {
    put(files) {
      if (taker === null) waiting.push(files)
      else taker(files)
    },
    listen(take) {
      taker = take
      const kept = waiting
      waiting = []
      for (const files of kept) take(files)
      return () => {
        taker = null
      }
    },
  }
}
