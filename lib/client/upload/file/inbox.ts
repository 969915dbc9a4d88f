import type { NewVersion } from '../prepare/new-version.ts'
import type { ChosenFile } from './choose.ts'

/** @param version What the files are to be a new version of; null: nothing */
type Take = (files: readonly ChosenFile[], version: NewVersion | null) => void

/** Where chosen files lie until what prepares them has been fetched. */
export interface FileInbox {
  readonly put: Take
  /** Hands over what lies there and what comes. One listens at a time. @returns a function that ends it */
  listen(take: Take): () => void
}

export function createFileInbox(): FileInbox {
  let waiting: Parameters<Take>[] = []
  let taker: Take | null = null
  return {
    put(...given) {
      if (taker === null) waiting.push(given)
      else taker(...given)
    },
    listen(take) {
      taker = take
      const kept = waiting
      waiting = []
      for (const given of kept) take(...given)
      return () => {
        taker = null
      }
    },
  }
}
