import { faultMessage } from './api-fault.ts'
import type { ImageView } from './image-view.ts'

/** What became of each image of a bulk action. */
export interface BulkOutcome {
  readonly image: ImageView
  /** null: it worked. */
  readonly problem: string | null
}

const AT_ONCE = 4

/** Does the same to many images, a few at a time; one refusal does not stop the others. Never rejects. */
export async function forEachImage(
  images: readonly ImageView[],
  act: (image: ImageView) => Promise<unknown>,
  onProgress: (doneCount: number) => void = () => {},
): Promise<readonly BulkOutcome[]> {
  const outcomes: BulkOutcome[] = new Array(images.length)
  let nextIndex = 0
  let doneCount = 0
  async function work(): Promise<void> {
    for (let index = nextIndex++; index < images.length; index = nextIndex++) {
      const image = images[index] as ImageView
      outcomes[index] = { image, problem: await problemOf(act(image)) }
      doneCount += 1
      onProgress(doneCount)
    }
  }
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, images.length) }, work))
  return outcomes
}

async function problemOf(work: Promise<unknown>): Promise<string | null> {
  try {
    await work
    return null
  } catch (error) {
    return faultMessage(error)
  }
}
