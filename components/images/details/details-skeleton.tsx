import { useTranslations } from 'next-intl'
import { Skeleton } from '#components/ui/skeleton.tsx'

/** Holds the places of the page's parts. */
export function DetailsSkeleton() {
  const t = useTranslations('image')
  return (
    <div role="status" className="px-4 pt-4 sm:px-6">
      <span className="sr-only">{t('loading')}</span>
      <Skeleton className="mb-2 h-4 w-16" />
      <Skeleton className="mb-6 h-7 w-72 max-w-full" />
      <Skeleton className="mb-8 h-16 w-full rounded-lg" />
      <div className="grid gap-8 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <Skeleton className="h-96 rounded-lg" />
        <Skeleton className="h-40 rounded-lg" />
      </div>
    </div>
  )
}
