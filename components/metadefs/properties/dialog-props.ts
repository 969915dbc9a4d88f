import type { ReactNode } from 'react'
import type { PropertyLocks } from '#lib/client/metadefs/property-locks.ts'
import type { FormBase, PropertyChanges } from '#lib/client/metadefs/property-rows.ts'

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
  /** What the images say of protections of their properties. */
  readonly locks?: PropertyLocks
  /** What the service said about single properties, by key. */
  readonly refusals?: ReadonlyMap<string, string>
}
