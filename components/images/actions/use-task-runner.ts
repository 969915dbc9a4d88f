'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { showToast, type ToastMessage } from '#components/ui/toast-store.ts'
import { type BulkOutcome, forEachImage } from '#lib/client/bulk.ts'
import { asListed } from '#lib/client/image-list.ts'
import { draftOf } from '#lib/client/image-patch.ts'
import { type ImageView, imageTitle } from '#lib/client/image-view.ts'
import { addMember, useChangeImage, useDeleteImage, useSetImageState } from '#lib/client/images.ts'
import type { ImageTask } from './image-task.ts'
import { useAsker } from './use-asker.ts'
import { useUndoDelete } from './use-undo-delete.ts'

export interface TaskReport {
  readonly task: ImageTask
  readonly outcomes: readonly BulkOutcome[]
}

export interface TaskRunner {
  /** Does it to every image that allows it, and says what became of each. Never rejects. */
  readonly run: (task: ImageTask, images: readonly ImageView[]) => Promise<readonly BulkOutcome[]>
  /** While many are being worked on: how many are done. */
  readonly progress: { readonly doneCount: number; readonly count: number } | null
  /** What became of many, when not all went well. */
  readonly report: TaskReport | null
  readonly closeReport: () => void
  /** Once more for those of the report that failed, as they are by now. */
  readonly retry: () => void
}

export function useTaskRunner(): TaskRunner {
  const asker = useAsker()
  const client = useQueryClient()
  const undoDelete = useUndoDelete()
  const { mutateAsync: change } = useChangeImage()
  const { mutateAsync: setState } = useSetImageState()
  const { mutateAsync: remove } = useDeleteImage()
  const [progress, setProgress] = useState<TaskRunner['progress']>(null)
  const [report, setReport] = useState<TaskReport | null>(null)

  async function act(task: ImageTask, image: ImageView): Promise<unknown> {
    const verdict = task.verdict(image, asker)
    if (!verdict.allowed) throw new Error(verdict.reason)
    if (task.how.kind === 'delete') return remove(image)
    if (task.how.kind === 'share') return addMember(image.id, task.how.projectId)
    if (task.how.kind === 'state') {
      const { action, note } = task.how
      return setState({ image, action, ...(note && { note }) })
    }
    return change({ image, draft: task.how.change(draftOf(image)) })
  }

  async function run(task: ImageTask, images: readonly ImageView[]): Promise<readonly BulkOutcome[]> {
    const count = images.length
    if (count > 1) setProgress({ doneCount: 0, count })
    const outcomes = await forEachImage(
      images,
      (image) => act(task, image),
      (doneCount) => count > 1 && setProgress({ doneCount, count }),
    )
    setProgress(null)
    if (count > 1 && outcomes.some(({ problem }) => problem !== null)) setReport({ task, outcomes })
    else say(task, outcomes, task.how.kind === 'delete' ? undoDelete(outcomes) : undefined)
    return outcomes
  }

  function retry(): void {
    if (report === null) return
    setReport(null)
    const failed = report.outcomes.filter(({ problem }) => problem !== null).map(({ image }) => image)
    void run(report.task, asListed(client, failed))
  }

  return { run, progress, report, closeReport: () => setReport(null), retry }
}

/** All went well, or there was only one image: a toast says enough. */
function say(task: ImageTask, outcomes: readonly BulkOutcome[], action: ToastMessage['action']): void {
  const [first] = outcomes
  if (first === undefined) return
  if (outcomes.length > 1) {
    showToast({ tone: 'ok', title: `${outcomes.length} images ${task.done}`, ...(action && { action }) })
  } else if (first.problem === null) {
    showToast({
      tone: 'ok',
      title: `“${imageTitle(first.image)}” ${task.done}`,
      ...(action && { action }),
    })
  } else {
    showToast({
      tone: 'danger',
      title: `“${imageTitle(first.image)}” was not ${task.done}`,
      description: first.problem,
    })
  }
}
