'use client'

import { Controller, useFormContext } from 'react-hook-form'
import { Field } from '#components/form/field.tsx'
import { SwitchField } from '#components/form/switch-field.tsx'
import { TagInput } from '#components/form/tag-input.tsx'
import { Input, Textarea } from '#components/ui/input.tsx'
import { Select } from '#components/ui/select.tsx'
import type { ImageForm } from '#lib/client/image-form.ts'
import type { ImageView } from '#lib/client/image-view.ts'
import { VISIBILITY_WORDS } from '#lib/client/image-words.ts'
import { imageCan } from '#lib/domain/capabilities.ts'
import { VISIBILITIES, type Visibility } from '#lib/domain/image.ts'
import type { Asker } from '#lib/domain/rights.ts'
import { useAsker } from './use-asker.ts'

export function GeneralFields({ image }: { readonly image: ImageView }) {
  const { control, register, formState } = useFormContext<ImageForm>()
  const asker = useAsker()
  return (
    <div className="grid gap-4">
      <Field label="Name" error={formState.errors.name?.message}>
        {(props) => <Input {...props} {...register('name')} dir="auto" />}
      </Field>
      <Field label="Description" isOptional hint={image.lockedProperties?.description?.update}>
        {(props) => (
          <Textarea
            {...props}
            {...register('description')}
            readOnly={image.lockedProperties?.description?.update !== undefined}
            dir="auto"
            rows={3}
          />
        )}
      </Field>
      <Controller
        control={control}
        name="tags"
        render={({ field }) => (
          <Field label="Tags" isOptional hint="Enter or a comma ends a tag.">
            {(props) => <TagInput {...props} tags={field.value} onChange={field.onChange} />}
          </Field>
        )}
      />
      <Controller
        control={control}
        name="visibility"
        render={({ field }) => (
          <Field label="Visibility" hint={VISIBILITY_WORDS[field.value].meaning}>
            {(props) => (
              <Select
                {...props}
                value={field.value}
                options={visibilityOptions(image, asker)}
                onChange={field.onChange}
              />
            )}
          </Field>
        )}
      />
      <Controller
        control={control}
        name="isProtected"
        render={({ field }) => (
          <SwitchField
            label="Protected"
            hint="It cannot be deleted until the protection is taken off."
            isOn={field.value}
            onChange={field.onChange}
          />
        )}
      />
      <Controller
        control={control}
        name="isHidden"
        render={({ field }) => (
          <SwitchField
            label="Hidden"
            hint="It is left out of lists, for example because a newer one exists. It still works by ID."
            isOn={field.value}
            onChange={field.onChange}
          />
        )}
      />
    </div>
  )
}

function visibilityOptions(image: ImageView, asker: Asker) {
  return VISIBILITIES.map((visibility: Visibility) => {
    const verdict = imageCan.setVisibility(image, asker, visibility)
    const isOff = !verdict.allowed && visibility !== image.visibility
    return {
      value: visibility,
      label: VISIBILITY_WORDS[visibility].label,
      description: VISIBILITY_WORDS[visibility].meaning,
      disabledReason: isOff ? verdict.reason : undefined,
    }
  })
}
