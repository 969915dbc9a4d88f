/** A step that is taken once, by the first who asks; while it fails, it is tried again at each asking. */
export function untilDone(step: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | null = null
  return () => {
    done ??= step().catch((error: unknown) => {
      done = null
      throw error
    })
    return done
  }
}
