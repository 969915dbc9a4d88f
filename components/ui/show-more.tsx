import { useTranslations } from 'next-intl'
import type { ComponentProps } from 'react'
import { Button } from './button.tsx'

/** A list that comes in pages. */
export interface PagedList {
  readonly hasNextPage: boolean
  readonly isFetchingNextPage: boolean
  fetchNextPage(): Promise<unknown>
}

interface ShowMoreProps extends Pick<ComponentProps<typeof Button>, 'size' | 'className'> {
  readonly list: PagedList
}

/** Under a list, while there is more of it. */
export function ShowMore({ list, size, className = 'mt-4' }: ShowMoreProps) {
  const t = useTranslations('common')
  if (!list.hasNextPage) return null
  return (
    <Button
      {...(size && { size })}
      className={className}
      isBusy={list.isFetchingNextPage}
      onClick={() => void list.fetchNextPage()}
    >
      {t('showMore')}
    </Button>
  )
}
