'use client'

import { Plus, Trash2 } from 'lucide-react'
import { useId } from 'react'
import { useFieldArray, useFormContext } from 'react-hook-form'
import { Button } from '#components/ui/button.tsx'
import { IconButton } from '#components/ui/icon-button.tsx'
import { Input } from '#components/ui/input.tsx'
import type { ImageForm } from '#lib/client/image-form.ts'
import type { ImageView } from '#lib/client/image-view.ts'

/** The image's other properties, as pairs of name and value. */
export function PropertyFields({ image }: { readonly image: ImageView }) {
  const { control } = useFormContext<ImageForm>()
  const { fields, append, remove } = useFieldArray({ control, name: 'properties' })
  return (
    <div>
      {fields.length === 0 && <p className="text-sm text-muted">No further properties.</p>}
      {fields.length > 0 && (
        <div aria-hidden className="mb-1 grid grid-cols-[2fr_3fr_2rem] gap-2 text-xs font-medium text-muted">
          <span>Name</span>
          <span>Value</span>
        </div>
      )}
      <ul className="grid gap-2">
        {fields.map((field, index) => (
          <PropertyRow
            key={field.id}
            index={index}
            lock={
              Object.hasOwn(image.properties, field.key)
                ? image.lockedProperties?.[field.key]?.update
                : undefined
            }
            onRemove={() => remove(index)}
          />
        ))}
      </ul>
      <Button size="sm" icon={Plus} className="mt-3" onClick={() => append({ key: '', value: '' })}>
        Add property
      </Button>
    </div>
  )
}

interface PropertyRowProps {
  readonly index: number
  /** Why it cannot be changed: the site protects it. */
  readonly lock: string | undefined
  readonly onRemove: () => void
}

function PropertyRow({ index, lock, onRemove }: PropertyRowProps) {
  const errorId = useId()
  const lockId = useId()
  const { register, formState } = useFormContext<ImageForm>()
  const problem = formState.errors.properties?.[index]?.key?.message
  return (
    <li>
      <div className="grid grid-cols-[2fr_3fr_2rem] gap-2">
        <Input
          {...register(`properties.${index}.key`)}
          aria-label={`Name of property ${index + 1}`}
          aria-invalid={problem === undefined ? undefined : true}
          aria-describedby={problem === undefined ? lock && lockId : errorId}
          readOnly={lock !== undefined}
          spellCheck={false}
          className="font-mono text-xs!"
        />
        <Input
          {...register(`properties.${index}.value`)}
          aria-label={`Value of property ${index + 1}`}
          aria-describedby={lock && lockId}
          readOnly={lock !== undefined}
          spellCheck={false}
          className="font-mono text-xs!"
        />
        <IconButton
          label={`Remove property ${index + 1}`}
          icon={Trash2}
          disabledReason={lock}
          onClick={onRemove}
        />
      </div>
      {lock !== undefined && (
        <p id={lockId} className="mt-1 text-xs text-muted">
          {lock}
        </p>
      )}
      {problem !== undefined && (
        <p id={errorId} className="mt-1 text-xs text-danger">
          {problem}
        </p>
      )}
    </li>
  )
}
