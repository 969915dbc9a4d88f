import type { MutationOptions, QueryClient } from '@tanstack/react-query'
import { showToast, type ToastMessage } from '#components/ui/toast-store.ts'
import { faultMessage } from '#lib/client/api-fault.ts'
import { type BulkOutcome, forEachImage } from '#lib/client/bulk.ts'
import { restoreImageOptions } from '#lib/client/deleted.ts'
import { refreshOwned, sendOwner } from '#lib/client/image-owner.ts'
import { draftOf } from '#lib/client/image-patch.ts'
import { type ImageView, imageTitle } from '#lib/client/image-view.ts'
import {
  addMember,
  changeImageOptions,
  deleteImageOptions,
  imageFilePath,
  imageStateOptions,
} from '#lib/client/images.ts'
import { refreshStored, sendStoreOrder } from '#lib/client/stores.ts'
import type { Translate } from '#lib/client/words.ts'
import type { Asker } from '#lib/domain/rights.ts'
import { fileNameOf } from './file-name.ts'
import { doneText, type ImageTask } from './image-task.ts'

// Fetched before the first task: the page does without it until then.

export interface TaskPlace {
  readonly client: QueryClient
  readonly asker: Asker
  /** Null where deleted images are gone at once. */
  readonly keepsDeletedSeconds: number | null
}

/** Does it to every image that allows it. Never rejects: what failed is in the outcomes. */
export async function runTask(
  { client, asker }: TaskPlace,
  task: ImageTask,
  images: readonly ImageView[],
  onProgress: (doneCount: number) => void,
): Promise<readonly BulkOutcome[]> {
  const outcomes = await forEachImage(images, (image) => act(client, asker, task, image), onProgress)
  const ids = images.map(({ id }) => id)
  if (task.how.kind === 'store') void refreshStored(client, ids)
  if (task.how.kind === 'owner') void refreshOwned(client, ids)
  return outcomes
}

async function act(client: QueryClient, asker: Asker, task: ImageTask, image: ImageView): Promise<unknown> {
  const verdict = task.verdict(image, asker)
  if (!verdict.allowed) throw new Error(verdict.reason)
  const { how } = task
  switch (how.kind) {
    case 'delete':
      return mutate(client, deleteImageOptions(client, image.id), image)
    case 'share':
      return addMember(image.id, how.projectId)
    case 'owner':
      return sendOwner(image.id, how.projectId)
    case 'store':
      return sendStoreOrder(image.id, how.order)
    case 'download':
      return download(image)
    case 'state': {
      const { action, note } = how
      return mutate(client, imageStateOptions(client, image.id), { image, action, ...(note && { note }) })
    }
    case 'change':
      return mutate(client, changeImageOptions(client, image.id), {
        image,
        draft: how.change(draftOf(image)),
      })
  }
}

/** The browser takes it from here: it shows how far it is, and can go on with what broke. */
function download(image: ImageView): void {
  const link = document.createElement('a')
  link.href = imageFilePath(image.id)
  link.download = fileNameOf(image)
  link.click()
}

function mutate<Data, Variables, Context>(
  client: QueryClient,
  options: MutationOptions<Data, Error, Variables, Context>,
  variables: Variables,
): Promise<Data> {
  return client.getMutationCache().build(client, options).execute(variables)
}

/** All went well, or there was only one image: a toast says enough. */
export function sayOutcomes(
  place: TaskPlace,
  task: ImageTask,
  outcomes: readonly BulkOutcome[],
  t: Translate<'common'>,
): void {
  const [first] = outcomes
  if (first === undefined) return
  const action = task.how.kind === 'delete' ? undoDelete(place, outcomes, t) : undefined
  const done = doneText(task.done, t)
  if (outcomes.length > 1) {
    showToast({
      tone: 'ok',
      title: t('outcome.many', { n: String(outcomes.length), done }),
      ...(action && { action }),
    })
  } else if (first.problem === null) {
    showToast({
      tone: 'ok',
      title: t('outcome.one', { title: imageTitle(first.image), done }),
      ...(action && { action }),
    })
  } else {
    showToast({
      tone: 'danger',
      title: t('outcome.not', { title: imageTitle(first.image), done }),
      description: first.problem,
    })
  }
}

/** What brings the images of these outcomes back; undefined where the site does not keep them. */
function undoDelete(
  place: TaskPlace,
  outcomes: readonly BulkOutcome[],
  t: Translate<'common'>,
): ToastMessage['action'] {
  const ids = outcomes
    .filter(({ image, problem }) => problem === null && KEPT.includes(image.status))
    .map(({ image }) => image.id)
  if (place.keepsDeletedSeconds === null || ids.length === 0) return undefined
  return { label: t('undo'), onSelect: () => void restore(place.client, ids, t) }
}

/** An image without data is gone at once. */
const KEPT: readonly string[] = ['active', 'deactivated']

async function restore(
  client: QueryClient,
  imageIds: readonly string[],
  t: Translate<'common'>,
): Promise<void> {
  const outcomes = await Promise.allSettled(
    imageIds.map((imageId) => mutate(client, restoreImageOptions(client), imageId)),
  )
  const refusal = outcomes.find((outcome) => outcome.status === 'rejected')
  if (refusal === undefined) {
    showToast({
      tone: 'ok',
      title: t('outcome.back', { count: imageIds.length, n: String(imageIds.length) }),
    })
  } else {
    showToast({ tone: 'danger', title: t('outcome.notRestored'), description: faultMessage(refusal.reason) })
  }
}
