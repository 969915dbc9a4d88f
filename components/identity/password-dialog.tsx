'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'
import { showToast } from '#components/ui/toast-store.ts'
import { type IdentityUser, newPassword, useSaveIdentity } from '#lib/client/identity.ts'
import { isTooShort, LEAST_CHARACTERS, NewPasswordField } from './new-password-field.tsx'

interface PasswordDialogProps {
  readonly user: IdentityUser
  readonly onClose: () => void
}

export function PasswordDialog({ user, onClose }: PasswordDialogProps) {
  const t = useTranslations('identity.password')
  const [password, setPassword] = useState(newPassword)
  const { mutateAsync } = useSaveIdentity()
  async function save(): Promise<void> {
    if (isTooShort(password)) throw new Error(t('tooShortEnd', { least: LEAST_CHARACTERS }))
    await mutateAsync({ kind: 'users', id: user.id, attributes: { password } })
    showToast({ tone: 'ok', title: t('done', { name: user.name }) })
  }
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t('title')}
      confirmLabel={t('confirm')}
      tone="primary"
      onConfirm={save}
    >
      <p className="mb-3">
        {t.rich('text', {
          name: () => <bdi className="font-medium break-all text-ink">{user.name}</bdi>,
        })}
      </p>
      <NewPasswordField value={password} onChange={setPassword} />
    </ConfirmDialog>
  )
}
