import { useTranslations } from 'next-intl'
import { Skeleton } from '#components/ui/skeleton.tsx'

const ROWS = Array.from({ length: 12 }, (_, index) => index)

/** As high as the rows that will take its place. */
export function TableSkeleton() {
  const t = useTranslations('images')
  return (
    <div role="status">
      <span className="sr-only">{t('loading')}</span>
      <div className="h-8 border-b" />
      {ROWS.map((row) => (
        <div key={row} className="flex h-9.25 items-center gap-4 border-b px-4 sm:px-6 max-sm:h-15">
          <Skeleton className="size-4" />
          <Skeleton className="h-3.5 w-52 max-w-[45%]" />
          <Skeleton className="ms-auto h-3.5 w-16 max-sm:hidden" />
          <Skeleton className="h-3.5 w-12" />
          <Skeleton className="h-3.5 w-20 max-md:hidden" />
          <Skeleton className="h-3.5 w-24 max-lg:hidden" />
        </div>
      ))}
    </div>
  )
}
