import { ChevronRight } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Count } from '#components/ui/tab-links.tsx'
import type { ShareWire } from '#lib/client/shares.ts'
import { ShareRow } from './share-row.tsx'

interface PutAsideProps {
  readonly shares: readonly ShareWire[]
  readonly projectId: string
}

/** Offers on which somebody decides later, folded away. */
export function PutAside({ shares, projectId }: PutAsideProps) {
  const t = useTranslations('shares.aside')
  if (shares.length === 0) return null
  return (
    <details className="group px-4 pb-4 sm:px-6">
      <summary className="-mx-1 flex w-fit cursor-pointer list-none items-center gap-1.5 rounded-md px-1 py-0.5 text-sm font-medium pointer-coarse:min-h-11 [&::-webkit-details-marker]:hidden">
        <ChevronRight
          aria-hidden
          className="size-4 text-muted transition-transform group-open:rotate-90 rtl:not-group-open:rotate-180"
        />
        {t('title')} <Count count={shares.length} />
      </summary>
      <p className="mt-1 mb-3 text-sm text-muted">{t('text')}</p>
      <ul aria-label={t('title')} className="divide-y rounded-lg border">
        {shares.map((share) => (
          <ShareRow key={share.image.id} share={share} projectId={projectId} />
        ))}
      </ul>
    </details>
  )
}
