'use client'

import { Button } from '#components/ui/button.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { byteText } from '#lib/client/byte-text.ts'
import { adviceOn, type Candidate, type CandidateEvent } from '#lib/client/upload/prepare/candidate.ts'
import type { Asker } from '#lib/domain/rights.ts'
import { describeFormat } from '#lib/formats/names.ts'
import type { Inspection } from '#lib/formats/types.ts'
import { DescribedImage } from './described-image.tsx'

interface CandidatePanelProps {
  readonly candidate: Candidate
  readonly isOneOfMany: boolean
  readonly asker: Asker
  readonly change: (event: CandidateEvent) => void
}

/** One file: what it is, what to know about it, and the fields of its image. */
export function CandidatePanel({ candidate, isOneOfMany, asker, change }: CandidatePanelProps) {
  const { id, name, sizeBytes, state } = candidate
  if (state.at === 'unreadable')
    return (
      <Notice tone="danger" title={name}>
        {state.message}
      </Notice>
    )
  if (state.at === 'inspecting') return <Looking name={name} />
  return (
    <div className="grid min-w-0 gap-4">
      <p className="text-sm text-muted">
        <strong className="font-medium break-all text-ink">{name}</strong> · {byteText(sizeBytes)} ·{' '}
        {contentOf(state.inspection)}
      </p>
      <DescribedImage
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
            Apply to all files
          </Button>
          <span className="text-xs text-muted">
            Visibility, protection, tags, description, system and properties. Names and formats stay.
          </span>
        </div>
      )}
    </div>
  )
}

/** `a qcow2 disk image (version 3) with a disk of 20 GiB` */
function contentOf({ format, detail, virtualSizeBytes }: Inspection): string {
  const variant = detail === undefined ? '' : ` (${detail})`
  const isDisk = virtualSizeBytes !== null && format !== 'raw' && format !== 'iso'
  return `${describeFormat(format)}${variant}${isDisk ? `, disk of ${byteText(virtualSizeBytes)}` : ''}`
}

function Looking({ name }: { readonly name: string }) {
  return (
    <div role="status" className="grid gap-3">
      <p className="text-sm text-muted">Looking into {name} …</p>
      <Skeleton className="h-8" />
      <Skeleton className="h-8" />
    </div>
  )
}
