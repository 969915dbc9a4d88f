'use client'

import { RefreshCw } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Field } from '#components/form/field.tsx'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { IconButton } from '#components/ui/icon-button.tsx'
import { Input } from '#components/ui/input.tsx'
import { newPassword } from '#lib/client/identity.ts'

export const LEAST_CHARACTERS = 8

export function isTooShort(password: string): boolean {
  return password.length < LEAST_CHARACTERS
}

interface NewPasswordFieldProps {
  readonly value: string
  readonly onChange: (password: string) => void
}

/** A password that is handed over to somebody: shown, so that it can be copied, and never shown again. */
export function NewPasswordField({ value, onChange }: NewPasswordFieldProps) {
  const t = useTranslations('identity.password')
  return (
    <Field
      label={t('label')}
      hint={t('hint')}
      error={value !== '' && isTooShort(value) ? t('tooShort', { least: LEAST_CHARACTERS }) : undefined}
    >
      {(control) => (
        <div className="flex items-center gap-1">
          <Input
            {...control}
            autoComplete="new-password"
            spellCheck={false}
            className="font-mono text-xs!"
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
          <CopyButton text={value} what={t('what')} />
          <IconButton label={t('another')} icon={RefreshCw} onClick={() => onChange(newPassword())} />
        </div>
      )}
    </Field>
  )
}
