'use client'

import { useTranslations } from 'next-intl'
import { useFormContext } from 'react-hook-form'
import { Field } from '#components/form/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { type ImageForm, problemText } from '#lib/client/image-form.ts'
import type { ImageView } from '#lib/client/image-view.ts'
import { serviceText } from '#lib/client/service-text/service-text.ts'

export function SystemFields({ image }: { readonly image: ImageView }) {
  const t = useTranslations('actions')
  const { register, formState } = useFormContext<ImageForm>()
  const { errors } = formState
  const lock = (property: string): string | undefined => {
    const sentence = image.lockedProperties?.[property]?.update
    return sentence && serviceText(sentence).text
  }
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field label={t('field.os')} isOptional hint={lock('os_distro') ?? t('field.osHint')}>
        {(props) => (
          <Input
            {...props}
            {...register('osDistro')}
            readOnly={lock('os_distro') !== undefined}
            spellCheck={false}
          />
        )}
      </Field>
      <Field label={t('field.version')} isOptional hint={lock('os_version') ?? t('field.versionHint')}>
        {(props) => (
          <Input
            {...props}
            {...register('osVersion')}
            readOnly={lock('os_version') !== undefined}
            spellCheck={false}
          />
        )}
      </Field>
      <Field
        label={t('field.architecture')}
        isOptional
        hint={lock('architecture') ?? 'x86_64, aarch64, ppc64le, s390x…'}
        className="sm:col-span-2"
      >
        {(props) => (
          <Input
            {...props}
            {...register('architecture')}
            readOnly={lock('architecture') !== undefined}
            spellCheck={false}
          />
        )}
      </Field>
      <Field
        label={t('field.minDisk')}
        hint={t('field.minDiskHint')}
        error={problemText(errors.minDiskGb?.message, t)}
      >
        {(props) => (
          <Input {...props} {...register('minDiskGb')} inputMode="numeric" className="tabular-nums" />
        )}
      </Field>
      <Field
        label={t('field.minRam')}
        hint={t('field.minRamHint')}
        error={problemText(errors.minRamMb?.message, t)}
      >
        {(props) => (
          <Input {...props} {...register('minRamMb')} inputMode="numeric" className="tabular-nums" />
        )}
      </Field>
    </div>
  )
}
