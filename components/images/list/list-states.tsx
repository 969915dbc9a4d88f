'use client'

import { HardDriveUpload, SearchX } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Button } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'

/** Nothing here at all: what this place is for, and how to begin. */
export function NoImages() {
  const t = useTranslations('images')
  return (
    <EmptyState icon={HardDriveUpload} title={t('none.title')}>
      {t('none.text')}
    </EmptyState>
  )
}

export function NoMatch({ onClear }: { readonly onClear: () => void }) {
  const t = useTranslations('images')
  return (
    <EmptyState
      icon={SearchX}
      title={t('noMatch.title')}
      actions={<Button onClick={onClear}>{t('noMatch.clear')}</Button>}
    >
      {t('noMatch.text')}
    </EmptyState>
  )
}
