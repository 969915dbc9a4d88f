'use client'

import { useTranslations } from 'next-intl'
import { useEffect, useRef, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Progress } from '#components/ui/progress.tsx'
import { showToast } from '#components/ui/toast-store.ts'
import { faultMessage } from '#lib/client/api-fault.ts'
import type { ListTotal } from '#lib/client/image-list.ts'
import { pageLanguage } from '#lib/client/language.ts'
import { type LoadedList, loadIds, MOST_SELECTED } from '#lib/client/load-list.ts'
import type { Translate } from '#lib/client/words.ts'

interface SelectRestProps {
  readonly loaded: LoadedList
  readonly total: ListTotal | undefined
  /** All that are loaded are selected: then the rest is what one may want. */
  readonly isOffered: boolean
  readonly loadMore: () => Promise<LoadedList>
  readonly onSelect: (imageIds: readonly string[]) => void
}

/** Offers to select also what the list has not loaded yet. Unmounted, it stops. */
export function SelectRest({ loaded, total, isOffered, loadMore, onSelect }: SelectRestProps) {
  const t = useTranslations('listMenus.rest')
  const common = useTranslations('common')
  const [loadedCount, setLoadedCount] = useState<number | null>(null)
  const running = useRef<AbortController>(null)
  useEffect(() => () => running.current?.abort(), [])

  async function start(): Promise<void> {
    const control = new AbortController()
    running.current = control
    setLoadedCount(loaded.ids.length)
    try {
      const ids = await loadIds(loaded, { loadMore, onProgress: setLoadedCount, signal: control.signal })
      if (ids !== null) onSelect(ids)
    } catch (error) {
      const description = faultMessage(error)
      if (!control.signal.aborted) showToast({ tone: 'danger', title: t('notSelected'), description })
    }
    if (!control.signal.aborted) setLoadedCount(null)
  }
  function cancel(): void {
    running.current?.abort()
    setLoadedCount(null)
  }

  const count = wantedCount(total)
  if (loadedCount !== null) {
    return (
      <span className="flex items-center gap-2 text-xs text-muted tabular-nums">
        <Progress
          label={t('loading')}
          percent={count === null ? null : Math.min(100, (loadedCount / count) * 100)}
          className="w-20"
        />
        <Button size="sm" onClick={cancel}>
          {common('cancel')}
        </Button>
      </span>
    )
  }
  if (!isOffered || !loaded.hasMore || loaded.ids.length >= MOST_SELECTED) return null
  return (
    <Button size="sm" onClick={() => void start()}>
      {offer(total, t)}
    </Button>
  )
}

/** How many will be selected; null: nobody has counted. */
function wantedCount(total: ListTotal | undefined): number | null {
  if (total === undefined) return null
  return total.isMore ? MOST_SELECTED : Math.min(total.count, MOST_SELECTED)
}

function offer(total: ListTotal | undefined, t: Translate<'listMenus.rest'>): string {
  const count = wantedCount(total)
  if (count === null) return t('all')
  const isCut = total?.isMore === true || (total?.count ?? 0) > count
  return t(isCut ? 'first' : 'count', { n: count.toLocaleString(pageLanguage()) })
}
