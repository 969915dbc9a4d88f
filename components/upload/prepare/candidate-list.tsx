'use client'

import { CircleAlert, CircleCheck, LoaderCircle, TriangleAlert, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { cx } from '#components/ui/cx.ts'
import { IconButton } from '#components/ui/icon-button.tsx'
import { byteText } from '#lib/client/byte-text.ts'
import { adviceOn, type Candidate, readCandidate } from '#lib/client/upload/prepare/candidate.ts'
import type { Preparing } from './use-prepare.ts'

/** The chosen files, one of which is shown beside. */
export function CandidateList({ preparing }: { readonly preparing: Preparing }) {
  const t = useTranslations('upload')
  const { candidates, selected, select, change } = preparing
  return (
    <ul
      aria-label={t('prepare.files')}
      className="grid max-h-40 content-start gap-1 overflow-y-auto sm:max-h-none"
    >
      {candidates.map((candidate) => (
        <li
          key={candidate.id}
          className={cx(
            'flex items-center gap-1 rounded-md pe-1',
            candidate.id === selected?.id ? 'bg-pressed' : 'hover:bg-hover',
          )}
        >
          <button
            type="button"
            aria-current={candidate.id === selected?.id ? 'true' : undefined}
            onClick={() => select(candidate.id)}
            className="flex min-w-0 flex-1 items-center gap-2 rounded-md px-2 py-1.5 text-start"
          >
            <Mark candidate={candidate} />
            <span className="min-w-0 flex-1">
              <span className="block truncate text-sm font-medium">{candidate.name}</span>
              <span className="block text-xs text-muted">{byteText(candidate.sizeBytes)}</span>
            </span>
          </button>
          <IconButton
            size="sm"
            label={t('prepare.takeOff', { name: candidate.name })}
            icon={X}
            onClick={() => change({ type: 'removed', ids: [candidate.id] })}
          />
        </li>
      ))}
    </ul>
  )
}

function Mark({ candidate }: { readonly candidate: Candidate }) {
  const t = useTranslations('upload')
  if (candidate.state.at === 'inspecting')
    return (
      <LoaderCircle
        aria-label={t('prepare.mark.looking')}
        className="size-4 shrink-0 animate-spin text-muted"
      />
    )
  if (readCandidate(candidate) === null)
    return <CircleAlert aria-label={t('prepare.mark.refused')} className="size-4 shrink-0 text-danger" />
  return adviceOn(candidate).length > 0 ? (
    <TriangleAlert aria-label={t('prepare.mark.warning')} className="size-4 shrink-0 text-warn" />
  ) : (
    <CircleCheck aria-label={t('prepare.mark.ready')} className="size-4 shrink-0 text-ok" />
  )
}
