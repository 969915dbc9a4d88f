'use client'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { Field } from '#components/form/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Select } from '#components/ui/select.tsx'
import { Switch } from '#components/ui/switch.tsx'
import type { FormProblems, ImageForm } from '#lib/client/upload/prepare/image-form.ts'
import { imageFormatOptions } from '#lib/client/upload/prepare/image-formats.ts'
import type { NewVersion } from '#lib/client/upload/prepare/new-version.ts'
import { problemText } from '#lib/client/upload/words/form-words.ts'
import { VISIBILITIES } from '#lib/domain/image.ts'
import { type Asker, maySetVisibility } from '#lib/domain/rights.ts'
import { VersionField } from './version-fields.tsx'

export interface FieldsProps {
  readonly form: ImageForm
  readonly problems: FormProblems
  readonly edit: (change: Partial<ImageForm>) => void
}

interface ImageFieldsProps extends FieldsProps {
  readonly asker: Asker
  readonly version: NewVersion | null
}

/** What every image has. */
export function ImageFields({ form, problems, edit, asker, version }: ImageFieldsProps) {
  const t = useTranslations('upload')
  const common = useTranslations('common')
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      {version !== null && <VersionField version={version} form={form} edit={edit} first={beginHere} />}
      <Field
        label={common('name')}
        error={problemText(problems.name, t)}
        {...(version === null && { className: 'sm:col-span-2' })}
      >
        {(control) => (
          <Input
            {...control}
            ref={version === null ? beginHere : undefined}
            value={form.name}
            onChange={(event) => edit({ name: event.target.value })}
          />
        )}
      </Field>
      <FormatFields form={form} edit={edit} />
      <Field label={t('field.visibility')} hint={common(`visibilityMeaning.${form.visibility}`)}>
        {(control) => (
          <Select
            {...control}
            value={form.visibility}
            options={VISIBILITIES.filter(
              (each) => maySetVisibility({ owner: asker.projectId }, asker, each).allowed,
            ).map((value) => ({
              value,
              label: common(`visibility.${value}`),
              description: common(`visibilityMeaning.${value}`),
            }))}
            onChange={(visibility) => edit({ visibility })}
          />
        )}
      </Field>
      <Field label={t('field.protected')} hint={t('field.protectedHint')}>
        {({ id, ...control }) => (
          <span className="flex h-8 items-center gap-2">
            <Switch
              id={id}
              {...control}
              isOn={form.isProtected}
              onChange={(isProtected) => edit({ isProtected })}
            />
            <span aria-hidden className="text-sm text-muted">
              {form.isProtected ? t('field.on') : t('field.off')}
            </span>
          </span>
        )}
      </Field>
    </div>
  )
}

/** The dialog opened while the file was looked into; now that there are fields, typing begins in the first. */
function beginHere(input: HTMLInputElement | null): void {
  const isFree =
    document.activeElement === document.body || document.activeElement?.closest('header') !== null
  if (input !== null && isFree) input.select()
}

function FormatFields({ form, edit }: Pick<FieldsProps, 'form' | 'edit'>) {
  const t = useTranslations('upload')
  const { data: formats } = useQuery(imageFormatOptions())
  return (
    <>
      <Field label={t('field.diskFormat')} hint={t('field.diskFormatHint')}>
        {(control) => (
          <Select
            {...control}
            value={form.diskFormat}
            options={optionsOf(formats?.disk, form.diskFormat)}
            onChange={(diskFormat) => edit({ diskFormat })}
          />
        )}
      </Field>
      <Field label={t('field.containerFormat')} hint={t('field.containerFormatHint')}>
        {(control) => (
          <Select
            {...control}
            value={form.containerFormat}
            options={optionsOf(formats?.container, form.containerFormat)}
            onChange={(containerFormat) => edit({ containerFormat })}
          />
        )}
      </Field>
    </>
  )
}

/** What was found in the file stands there even where the service does not offer it: the service will say so. */
function optionsOf(formats: readonly string[] | undefined, present: string) {
  return [...new Set([...(formats ?? []), present])].map((value) => ({ value, label: value }))
}
