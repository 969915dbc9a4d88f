'use client'

import { useTranslations } from 'next-intl'
import type { RefCallback } from 'react'
import { Field } from '#components/form/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Notice } from '#components/ui/notice.tsx'
import type { ImageForm } from '#lib/client/upload/prepare/image-form.ts'
import { type NewVersion, renamedVersion, versionIn } from '#lib/client/upload/prepare/new-version.ts'

interface VersionFieldProps {
  readonly version: NewVersion
  readonly form: ImageForm
  readonly edit: (change: Partial<ImageForm>) => void
  /** Typing begins here. */
  readonly first: RefCallback<HTMLInputElement>
}

/** What the new version is called among its family. */
export function VersionField({ version, form, edit, first }: VersionFieldProps) {
  const t = useTranslations('upload.newVersion')
  const label = versionIn(form)
  const hint = version.taken.includes(label.trim())
    ? t('taken')
    : version.fromVersion === null
      ? t('versionHint')
      : t('versionAfter', { before: version.fromVersion })
  return (
    <Field label={t('version')} isOptional hint={hint}>
      {(control) => (
        <Input
          {...control}
          ref={first}
          value={label}
          onChange={(event) => edit(renamedVersion(form, version, event.target.value))}
        />
      )}
    </Field>
  )
}

/** Where the fields have their values from, and what does not happen by itself. */
export function VersionNotice({ version }: { readonly version: NewVersion }) {
  const t = useTranslations('upload.newVersion')
  const from = (): React.ReactNode => <bdi className="font-medium">{version.from}</bdi>
  return (
    <Notice tone="info">
      <p>{t.rich('from', { from })}</p>
      <p>{t('latest')}</p>
      {version.visibility === 'shared' && <p>{t.rich('notShared', { from })}</p>}
      {version.visibility === null && <p>{t.rich('visibility', { from })}</p>}
    </Notice>
  )
}
