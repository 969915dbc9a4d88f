'use client'

import { SlidersHorizontal } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { applyChanges, baseOf } from '#lib/client/metadefs/property-rows.ts'
import { formWithProperties, type ImageForm, shownProperties } from '#lib/client/upload/prepare/image-form.ts'

const PropertiesDialog = dynamic(() =>
  import('#components/metadefs/properties/properties-dialog.tsx').then((file) => file.PropertiesDialog),
)

interface PropertiesRowProps {
  readonly form: ImageForm
  readonly fileName: string
  readonly edit: (change: Partial<ImageForm>) => void
}

/** The properties that have no field here: how many, and the way to them. */
export function PropertiesRow({ form, fileName, edit }: PropertiesRowProps) {
  const [isOpen, setIsOpen] = useState(false)
  const count = Object.keys(form.properties).length
  const properties = shownProperties(form)
  return (
    <div className="flex flex-wrap items-center gap-3 border-t pt-4">
      <Button size="sm" icon={SlidersHorizontal} onClick={() => setIsOpen(true)}>
        Properties…
      </Button>
      <span className="text-xs text-muted">
        {count === 0
          ? 'What services read of the image: firmware, disk bus, processors …'
          : `${count} ${count === 1 ? 'property is' : 'properties are'} set: ${Object.keys(form.properties).join(', ')}`}
      </span>
      {isOpen && (
        <PropertiesDialog
          subject={fileName}
          base={baseOf(properties)}
          saveLabel="Use these"
          onClose={() => setIsOpen(false)}
          onSave={(changes) => {
            edit(formWithProperties(applyChanges(properties, changes)))
            setIsOpen(false)
          }}
        />
      )}
    </div>
  )
}
