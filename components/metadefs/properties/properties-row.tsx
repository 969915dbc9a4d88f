'use client'

import { SlidersHorizontal } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type ReactNode, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { lazyPart } from '#components/ui/lazy-part.tsx'
import type { PropertyLocks } from '#lib/client/metadefs/property-locks.ts'
import { applyChanges, baseOf, type Properties } from '#lib/client/metadefs/property-rows.ts'

const PropertiesDialog = lazyPart(() =>
  import('./properties-dialog.tsx').then((file) => file.PropertiesDialog),
)

interface PropertiesRowProps {
  /** Whose properties they are. */
  readonly subject: ReactNode
  /** All of them, as the surrounding form has them now. */
  readonly properties: Properties
  /** Those that have no field in the surrounding form. */
  readonly unseen: readonly string[]
  readonly locks?: PropertyLocks | undefined
  readonly onChange: (properties: Properties) => void
}

/** Within a form: the properties that have no field there: which, and the way to them. */
export function PropertiesRow({ subject, properties, unseen, locks, onChange }: PropertiesRowProps) {
  const t = useTranslations('properties')
  const [isOpen, setIsOpen] = useState(false)
  return (
    <div className="flex flex-wrap items-center gap-3 border-t pt-4">
      <Button size="sm" icon={SlidersHorizontal} onClick={() => setIsOpen(true)}>
        {t('button')}
      </Button>
      <span className="min-w-0 flex-1 basis-52 text-xs break-words text-muted">
        {unseen.length === 0
          ? t('forExample')
          : t('areSet', { count: unseen.length, n: String(unseen.length), names: unseen.join(', ') })}
      </span>
      {isOpen && (
        <PropertiesDialog
          subject={subject}
          base={baseOf(properties)}
          {...(locks && { locks })}
          saveLabel={t('useThese')}
          onClose={() => setIsOpen(false)}
          onSave={(changes) => {
            onChange(applyChanges(properties, changes))
            setIsOpen(false)
          }}
        />
      )}
    </div>
  )
}
