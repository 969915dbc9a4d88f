'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useSession } from '#components/shell/session-provider.tsx'
import { showToast } from '#components/ui/toast-store.ts'
import { useWhenIdle } from '#components/ui/use-when-idle.ts'
import type { BulkOutcome } from '#lib/client/bulk.ts'
import { asListed } from '#lib/client/image-list.ts'
import type { ImageView } from '#lib/client/image-view.ts'
import type { ImageTask } from './image-task.ts'
import { useAsker } from './use-asker.ts'

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

const loadRunTask = () => import('./run-task.ts')
const preloadRunTask = () => loadRunTask().catch(() => undefined)

export function useTaskRunner(): TaskRunner {
  const t = useTranslations('common')
  const asker = useAsker()
  const client = useQueryClient()
  const { keepsDeletedSeconds } = useSession().site
  const [progress, setProgress] = useState<TaskRunner['progress']>(null)
  const [report, setReport] = useState<TaskReport | null>(null)
  useWhenIdle(preloadRunTask)

  async function run(task: ImageTask, images: readonly ImageView[]): Promise<readonly BulkOutcome[]> {
    const count = images.length
    const tell = (doneCount: number): void => setProgress(count > 1 ? { doneCount, count } : null)
    tell(0)
    const loaded = await preloadRunTask()
    if (loaded === undefined) {
      setProgress(null)
      showToast({ tone: 'danger', title: t('outcome.nothingDone'), description: t('partNotLoaded') })
      return images.map((image) => ({ image, problem: t('partNotLoaded') }))
    }
    const place = { client, asker, keepsDeletedSeconds }
    const outcomes = await loaded.runTask(place, task, images, tell)
    setProgress(null)
    if (count > 1 && outcomes.some(({ problem }) => problem !== null)) setReport({ task, outcomes })
    else loaded.sayOutcomes(place, task, outcomes, t)
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
