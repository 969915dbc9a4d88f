'use client'

import { useTranslations } from 'next-intl'
import { Controller, useFormContext } from 'react-hook-form'
import { Field } from '#components/form/field.tsx'
import { SwitchField } from '#components/form/switch-field.tsx'
import { TagInput } from '#components/form/tag-input.tsx'
import { Input, Textarea } from '#components/ui/input.tsx'
import { Select } from '#components/ui/select.tsx'
import { ServiceText, useReasonOf } from '#components/words/service-text.tsx'
import { type ImageForm, problemText } from '#lib/client/image-form.ts'
import type { ImageView } from '#lib/client/image-view.ts'
import type { Translate } from '#lib/client/words.ts'
import { imageCan } from '#lib/domain/capabilities.ts'
import { VISIBILITIES, type Visibility } from '#lib/domain/image.ts'
import type { Asker } from '#lib/domain/rights.ts'
import { useAsker } from './use-asker.ts'

export function GeneralFields({ image }: { readonly image: ImageView }) {
  const reasonOf = useReasonOf()
  const t = useTranslations('actions')
  const common = useTranslations('common')
  const { control, register, formState } = useFormContext<ImageForm>()
  const asker = useAsker()
  const lock = image.lockedProperties?.description?.update
  return (
    <div className="grid gap-4">
      <Field label={common('name')} error={problemText(formState.errors.name?.message, t)}>
        {(props) => <Input {...props} {...register('name')} dir="auto" />}
      </Field>
      <Field label={common('description')} isOptional hint={lock && <ServiceText>{lock}</ServiceText>}>
        {(props) => (
          <Textarea
            {...props}
            {...register('description')}
            readOnly={lock !== undefined}
            dir="auto"
            rows={3}
          />
        )}
      </Field>
      <Controller
        control={control}
        name="tags"
        render={({ field }) => (
          <Field label={t('field.tags')} isOptional hint={t('field.tagsHint')}>
            {(props) => <TagInput {...props} tags={field.value} onChange={field.onChange} />}
          </Field>
        )}
      />
      <Controller
        control={control}
        name="visibility"
        render={({ field }) => (
          <Field label={t('field.visibility')} hint={common(`visibilityMeaning.${field.value}`)}>
            {(props) => (
              <Select
                {...props}
                value={field.value}
                options={visibilityOptions(image, asker, common, reasonOf)}
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
            label={t('field.protected')}
            hint={t('field.protectedHint')}
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
            label={t('field.hidden')}
            hint={t('field.hiddenHint')}
            isOn={field.value}
            onChange={field.onChange}
          />
        )}
      />
    </div>
  )
}

function visibilityOptions(
  image: ImageView,
  asker: Asker,
  t: Translate<'common'>,
  reasonOf: ReturnType<typeof useReasonOf>,
) {
  return VISIBILITIES.map((visibility: Visibility) => {
    const verdict = imageCan.setVisibility(image, asker, visibility)
    const isOff = !verdict.allowed && visibility !== image.visibility
    return {
      value: visibility,
      label: t(`visibility.${visibility}`),
      description: t(`visibilityMeaning.${visibility}`),
      disabledReason: isOff ? reasonOf(verdict) : undefined,
    }
  })
}
