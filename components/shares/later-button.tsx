'use client'

import { Clock, Undo2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from '#components/ui/button.tsx'
import { showToast } from '#components/ui/toast-store.ts'
import type { Offer } from '#lib/client/aside-shares.ts'
import { shareTitle } from './share-title.ts'
import { useAside } from './use-aside.ts'

/** Puts an offer aside until somebody brings it back. Everybody may: it is no answer. */
export function LaterButton({ share }: { readonly share: Offer }) {
  const t = useTranslations('shares')
  const common = useTranslations('common')
  const { isAside, putAside, bringBack } = useAside()
  const title = shareTitle(share, common)
  if (isAside(share)) {
    return (
      <Button
        size="sm"
        variant="ghost"
        icon={Undo2}
        aria-label={t('bringBackOf', { title })}
        onClick={() => bringBack(share)}
      >
        {t('bringBack')}
      </Button>
    )
  }
  return (
    <Button
      size="sm"
      variant="ghost"
      icon={Clock}
      aria-label={t('laterOf', { title })}
      onClick={() => {
        putAside(share)
        showToast({ tone: 'ok', title: t('aside.said', { title }) })
      }}
    >
      {t('later')}
    </Button>
  )
}
