'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { Layers } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ImageActionsProvider } from '#components/images/actions/image-actions-provider.tsx'
import { useAsker } from '#components/images/actions/use-asker.ts'
import { CommandSheets } from '#components/images/details/commands-section.tsx'
import { Section } from '#components/images/details/section.tsx'
import { FaultNotice } from '#components/images/fault-notice.tsx'
import { PageHeader } from '#components/shell/page-header.tsx'
import { useDocumentTitle } from '#components/shell/use-document-title.ts'
import { Button } from '#components/ui/button.tsx'
import { ButtonLink } from '#components/ui/button-link.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { lazyPart } from '#components/ui/lazy-part.tsx'
import { Link } from '#components/ui/link.tsx'
import { ShowMore } from '#components/ui/show-more.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { useReasonOf } from '#components/words/service-text.tsx'
import { withWords } from '#components/words/with-words.tsx'
import { ApiFault } from '#lib/client/api-fault.ts'
import { type FamilyKey, type FamilyVersionWire, familyOptions } from '#lib/client/families.ts'
import { latestCommands } from '#lib/client/family-commands.ts'
import { mayManage } from '#lib/domain/rights.ts'
import { NewVersionButton } from './new-version-button.tsx'
import { VersionRow } from './version-row.tsx'

const DeprecateDialog = lazyPart(
  withWords(['actions'], () => import('./deprecate-dialog.tsx').then((file) => file.DeprecateDialog)),
)
const PruneDialog = lazyPart(() => import('./prune-dialog.tsx').then((file) => file.PruneDialog))

export function FamilyPage({ family }: { readonly family: FamilyKey }) {
  const t = useTranslations('families')
  useDocumentTitle(family.name)
  const list = useInfiniteQuery(familyOptions(family))
  if (list.error instanceof ApiFault && list.error.code === 'not_found') return <NoFamily />
  const versions = list.data?.pages.flatMap((page) => page.versions) ?? []
  const latestId = list.data?.pages[0]?.latest ?? null
  return (
    <ImageActionsProvider>
      <FamilyHead family={family} isEmpty={versions.length === 0} />
      <div className="grid gap-7 px-4 pb-10 sm:px-6">
        {list.isError && list.data === undefined && (
          <FaultNotice
            title={t('versionsNotLoaded')}
            error={list.error}
            onRetry={() => void list.refetch()}
          />
        )}
        {list.isPending && (
          <div role="status">
            <span className="sr-only">{t('versionsLoading')}</span>
            <Skeleton className="h-14 rounded-lg" />
          </div>
        )}
        {list.data !== undefined && (
          <Section title={t('versions')}>
            <Versions family={family} versions={versions} latestId={latestId} />
            <ShowMore list={list} />
          </Section>
        )}
        <Section title={t('takeLatest')}>
          <CommandSheets sheets={(origin) => latestCommands(family, origin, t)} />
        </Section>
      </div>
    </ImageActionsProvider>
  )
}

function FamilyHead({ family, isEmpty }: { readonly family: FamilyKey; readonly isEmpty: boolean }) {
  const reasonOf = useReasonOf()
  const t = useTranslations('families')
  const [isPruning, setIsPruning] = useState(false)
  const verdict = mayManage(family, useAsker())
  const refusal = isEmpty ? t('noVersions') : undefined
  return (
    <>
      <PageHeader
        trail={
          <Link href="/families" className="text-xs text-muted hover:text-ink hover:underline">
            {t('title')}
          </Link>
        }
        title={<bdi>{family.name}</bdi>}
        actions={
          <>
            <Button disabledReason={reasonOf(verdict) ?? refusal} onClick={() => setIsPruning(true)}>
              {t('keepNewest')}
            </Button>
            <NewVersionButton variant="primary" family={family} refusal={refusal} />
          </>
        }
      />
      {isPruning && <PruneDialog family={family} onClose={() => setIsPruning(false)} />}
    </>
  )
}

interface VersionsProps {
  readonly family: FamilyKey
  readonly versions: readonly FamilyVersionWire[]
  readonly latestId: string | null
}

function Versions({ family, versions, latestId }: VersionsProps) {
  const t = useTranslations('families')
  const [deprecating, setDeprecating] = useState<string | null>(null)
  return (
    <>
      <ol aria-label={t('newestFirst')} className="divide-y rounded-lg border">
        {versions.map((version) => (
          <VersionRow
            key={version.id}
            family={family}
            version={version}
            versions={versions}
            isLatest={version.id === latestId}
            onDeprecate={() => setDeprecating(version.id)}
          />
        ))}
      </ol>
      {deprecating !== null && (
        <DeprecateDialog imageId={deprecating} family={family} onClose={() => setDeprecating(null)} />
      )}
    </>
  )
}

function NoFamily() {
  const t = useTranslations('families')
  return (
    <EmptyState
      isPage
      icon={Layers}
      title={t('noFamily')}
      actions={<ButtonLink href="/families">{t('toFamilies')}</ButtonLink>}
    >
      {t('noFamilyText')}
    </EmptyState>
  )
}
