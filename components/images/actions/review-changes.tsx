'use client'

import { ChangeLines } from '#components/audit/change-lines.tsx'
import { Notice } from '#components/ui/notice.tsx'
import type { FieldChange } from '#lib/client/image-difference.ts'

interface ReviewChangesProps {
  readonly changes: readonly FieldChange[]
  readonly risks: readonly string[]
}

/** What a risky change will do, before it is done. */
export function ReviewChanges({ changes, risks }: ReviewChangesProps) {
  return (
    <>
      <Notice tone="warn" title="Please look once more" className="mb-4">
        <ul className="grid gap-0.5">
          {risks.map((risk) => (
            <li key={risk}>{risk}</li>
          ))}
        </ul>
      </Notice>
      <h3 className="text-sm font-semibold">What will change</h3>
      <ChangeLines changes={changes} />
    </>
  )
}
