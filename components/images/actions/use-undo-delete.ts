'use client'

import { useSession } from '#components/shell/session-provider.tsx'
import { showToast, type ToastMessage } from '#components/ui/toast-store.ts'
import { faultMessage } from '#lib/client/api-fault.ts'
import type { BulkOutcome } from '#lib/client/bulk.ts'
import { useRestoreImage } from '#lib/client/deleted.ts'

/** What brings the images of these outcomes back; undefined where the site does not keep them. */
export function useUndoDelete(): (outcomes: readonly BulkOutcome[]) => ToastMessage['action'] {
  const { keepsDeletedSeconds } = useSession().site
  const { mutateAsync } = useRestoreImage()

  async function restore(imageIds: readonly string[]): Promise<void> {
    const outcomes = await Promise.allSettled(imageIds.map((imageId) => mutateAsync(imageId)))
    const refusal = outcomes.find((outcome) => outcome.status === 'rejected')
    if (refusal === undefined) {
      showToast({
        tone: 'ok',
        title: imageIds.length === 1 ? 'It is back' : `${imageIds.length} images are back`,
      })
    } else {
      showToast({ tone: 'danger', title: 'Not restored', description: faultMessage(refusal.reason) })
    }
  }

  return (outcomes) => {
    const ids = outcomes
      .filter(({ image, problem }) => problem === null && KEPT.includes(image.status))
      .map(({ image }) => image.id)
    if (keepsDeletedSeconds === null || ids.length === 0) return undefined
    return { label: 'Undo', onSelect: () => void restore(ids) }
  }
}

/** An image without data is gone at once. */
const KEPT: readonly string[] = ['active', 'deactivated']
