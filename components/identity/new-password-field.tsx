'use client'

import { RefreshCw } from 'lucide-react'
import { Field } from '#components/form/field.tsx'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { IconButton } from '#components/ui/icon-button.tsx'
import { Input } from '#components/ui/input.tsx'
import { newPassword } from '#lib/client/identity.ts'

const LEAST_CHARACTERS = 8

/** Why it cannot be a password; undefined when it can. */
export function passwordProblem(password: string): string | undefined {
  return password.length < LEAST_CHARACTERS
    ? `A password has at least ${LEAST_CHARACTERS} characters`
    : undefined
}

interface NewPasswordFieldProps {
  readonly value: string
  readonly onChange: (password: string) => void
}

/** A password that is handed over to somebody: shown, so that it can be copied, and never shown again. */
export function NewPasswordField({ value, onChange }: NewPasswordFieldProps) {
  return (
    <Field
      label="New password"
      hint="Copy it now: it is not shown again. Its owner can change it."
      error={value === '' ? undefined : passwordProblem(value)}
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
          <CopyButton text={value} what="new password" />
          <IconButton
            label="Make another password"
            icon={RefreshCw}
            onClick={() => onChange(newPassword())}
          />
        </div>
      )}
    </Field>
  )
}
