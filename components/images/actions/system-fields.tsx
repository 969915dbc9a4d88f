'use client'

import { useFormContext } from 'react-hook-form'
import { Field } from '#components/form/field.tsx'
import { Input } from '#components/ui/input.tsx'
import type { ImageForm } from '#lib/client/image-form.ts'
import type { ImageView } from '#lib/client/image-view.ts'

export function SystemFields({ image }: { readonly image: ImageView }) {
  const { register, formState } = useFormContext<ImageForm>()
  const { errors } = formState
  const lock = (property: string) => image.lockedProperties?.[property]?.update
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field
        label="Operating system"
        isOptional
        hint={lock('os_distro') ?? 'In the short form of its project: debian, ubuntu, windows.'}
      >
        {(props) => (
          <Input
            {...props}
            {...register('osDistro')}
            readOnly={lock('os_distro') !== undefined}
            spellCheck={false}
          />
        )}
      </Field>
      <Field
        label="Version"
        isOptional
        hint={lock('os_version') ?? 'As its project counts: 13, 24.04, 2025.'}
      >
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
        label="Architecture"
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
        label="Smallest disk (GB)"
        hint="0: any. Machines with less cannot start from it."
        error={errors.minDiskGb?.message}
      >
        {(props) => (
          <Input {...props} {...register('minDiskGb')} inputMode="numeric" className="tabular-nums" />
        )}
      </Field>
      <Field label="Least memory (MB)" hint="0: any." error={errors.minRamMb?.message}>
        {(props) => (
          <Input {...props} {...register('minRamMb')} inputMode="numeric" className="tabular-nums" />
        )}
      </Field>
    </div>
  )
}
