'use client'

import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { FaultNotice } from '#components/images/fault-notice.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { imageDefinitionOptions } from '#lib/client/metadefs/definitions.ts'
import type { FormBase, PropertyChanges } from '#lib/client/metadefs/property-rows.ts'
import { PropertyEditor } from './property-editor.tsx'

export interface PropertiesDialogProps {
  /** Whose properties they are. */
  readonly subject: ReactNode
  readonly base: FormBase
  /** Changes that are in the form from the start. */
  readonly startFrom?: PropertyChanges
  /** What the button says that ends it. */
  readonly saveLabel: string
  readonly onClose: () => void
  /** Called with what differs, which is never nothing. */
  readonly onSave: (changes: PropertyChanges) => void
  readonly isSaving?: boolean
  /** Why the service refused: shown above, and in the fields that it names. */
  readonly notice?: ReactNode
  /** Why single properties cannot be changed, by key. */
  readonly locks?: ReadonlyMap<string, string>
  /** What the service said about single properties, by key. */
  readonly refusals?: ReadonlyMap<string, string>
}

/** The properties as a form, made from the definitions; the same for one image, many, and those not yet sent. */
export function PropertiesDialog(props: PropertiesDialogProps) {
  const { data, error, refetch } = useQuery(imageDefinitionOptions())
  if (data !== undefined) return <PropertyEditor {...props} definitions={data} />
  return (
    <Dialog isOpen size="xl" onClose={props.onClose} title="Properties">
      {error ? (
        <FaultNotice
          title="The definitions could not be loaded"
          error={error}
          onRetry={() => void refetch()}
        />
      ) : (
        <div role="status" className="grid min-h-80 content-start gap-4">
          <span className="sr-only">Loading the definitions…</span>
          {['one', 'two', 'three', 'four'].map((each) => (
            <Skeleton key={each} className="h-9 w-full" />
          ))}
        </div>
      )}
    </Dialog>
  )
}
