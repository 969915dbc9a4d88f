'use client'

import { useTranslations } from 'next-intl'
import { ChangeLines } from '#components/audit/change-lines.tsx'
import { Notice } from '#components/ui/notice.tsx'
import type { FieldChange } from '#lib/client/image-difference.ts'
import { draftOf, type ImageDraft } from '#lib/client/image-patch.ts'
import type { ImageView } from '#lib/client/image-view.ts'
import { AsCommands } from './as-commands.tsx'

interface ReviewChangesProps {
  readonly changes: readonly FieldChange[]
  readonly risks: readonly string[]
  readonly draft: ImageDraft
  readonly image: ImageView
}

/** What a risky change will do, before it is done. */
export function ReviewChanges({ changes, risks, draft, image }: ReviewChangesProps) {
  const t = useTranslations('actions.review')
  return (
    <>
      <Notice tone="warn" title={t('title')} className="mb-4">
        <ul className="grid gap-0.5">
          {risks.map((risk) => (
            <li key={risk}>{risk}</li>
          ))}
        </ul>
      </Notice>
      <h3 className="text-sm font-semibold">{t('what')}</h3>
      <ChangeLines changes={changes} />
      <AsCommands deed={{ kind: 'edit', before: draftOf(image), after: draft }} images={[image]} />
    </>
  )
}
