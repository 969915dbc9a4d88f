import type { ControlProps } from '#components/form/field.tsx'
import type { PropertyDefinition } from '#lib/domain/metadefs/namespace.ts'

export interface PropertyControlProps {
  readonly control: ControlProps
  /** For screen readers, where a list or a button needs a name of its own. */
  readonly label: string
  readonly definition: PropertyDefinition
  /** null: not set. */
  readonly text: string | null
  readonly isDisabled: boolean
  readonly onChange: (text: string | null) => void
}
