'use client'

import { useTranslations } from 'next-intl'
import { Button } from '#components/ui/button.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { byteText } from '#lib/client/byte-text.ts'
import { adviceOn, type Candidate, type CandidateEvent } from '#lib/client/upload/prepare/candidate.ts'
import { contentText } from '#lib/client/upload/words/form-words.ts'
import type { Asker } from '#lib/domain/rights.ts'
import { DescribedImage } from './described-image.tsx'
import { VersionNotice } from './version-fields.tsx'

interface CandidatePanelProps {
  readonly candidate: Candidate
  readonly isOneOfMany: boolean
  readonly asker: Asker
  readonly change: (event: CandidateEvent) => void
}

/** One file: what it is, what to know about it, and the fields of its image. */
export function CandidatePanel({ candidate, isOneOfMany, asker, change }: CandidatePanelProps) {
  const t = useTranslations('upload')
  const { id, name, sizeBytes, state, version } = candidate
  if (state.at === 'unreadable')
    return (
      <Notice tone="danger" title={name}>
        {t('prepare.unreadable')}
      </Notice>
    )
  if (state.at === 'inspecting') return <Looking name={name} />
  return (
    <div className="grid min-w-0 gap-4">
      <p className="text-sm text-muted">
        {t.rich('prepare.about', {
          name: () => <strong className="font-medium break-all text-ink">{name}</strong>,
          size: byteText(sizeBytes),
          content: contentText(state.inspection, t),
        })}
      </p>
      {version !== null && <VersionNotice version={version} />}
      <DescribedImage
        version={version}
        advice={adviceOn(candidate)}
        form={state.form}
        inspection={state.inspection}
        fileName={name}
        asker={asker}
        edit={(changed) => change({ type: 'edited', id, change: changed })}
      />
      {isOneOfMany && (
        <div className="flex flex-wrap items-center gap-3 border-t pt-4">
          <Button size="sm" onClick={() => change({ type: 'appliedToAll', id })}>
            {t('prepare.applyToAll')}
          </Button>
          <span className="text-xs text-muted">{t('prepare.applyToAllHint')}</span>
        </div>
      )}
    </div>
  )
}

function Looking({ name }: { readonly name: string }) {
  const t = useTranslations('upload')
  return (
    <div role="status" className="grid gap-3">
      <p className="text-sm text-muted">{t('prepare.lookingLong', { name })}</p>
      <Skeleton className="h-8" />
      <Skeleton className="h-8" />
    </div>
  )
}
