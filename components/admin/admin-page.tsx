'use client'

import { ShieldX } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { useAsker } from '#components/images/actions/use-asker.ts'
import { PageHeader } from '#components/shell/page-header.tsx'
import { useDocumentTitle } from '#components/shell/use-document-title.ts'
import { ButtonLink } from '#components/ui/button-link.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { isAdministrator } from '#lib/domain/rights.ts'

interface AdminPageProps {
  readonly title: string
  readonly actions?: ReactNode
  readonly children: ReactNode
}

/** A page for administrators. The service refuses everybody else anyway; this says so before anything is asked. */
export function AdminPage({ title, actions, children }: AdminPageProps) {
  const t = useTranslations('common')
  const asker = useAsker()
  useDocumentTitle(title)
  if (!isAdministrator(asker)) {
    return (
      <EmptyState
        isPage
        icon={ShieldX}
        title={t('onlyAdmins.title')}
        actions={<ButtonLink href="/images">{t('noSuchPage.toImages')}</ButtonLink>}
      >
        {t('onlyAdmins.text')}
      </EmptyState>
    )
  }
  return (
    <>
      <PageHeader title={title} {...(actions !== undefined && { actions })} />
      {children}
    </>
  )
}
