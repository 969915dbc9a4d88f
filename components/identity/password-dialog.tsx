'use client'

import { useState } from 'react'
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'
import { showToast } from '#components/ui/toast-store.ts'
import { type IdentityUser, newPassword, useSaveIdentity } from '#lib/client/identity.ts'
import { NewPasswordField, passwordProblem } from './new-password-field.tsx'

interface PasswordDialogProps {
  readonly user: IdentityUser
  readonly onClose: () => void
}

export function PasswordDialog({ user, onClose }: PasswordDialogProps) {
  const [password, setPassword] = useState(newPassword)
  const { mutateAsync } = useSaveIdentity()
  async function save(): Promise<void> {
    const problem = passwordProblem(password)
    if (problem !== undefined) throw new Error(`${problem}.`)
    await mutateAsync({ kind: 'users', id: user.id, attributes: { password } })
    showToast({ tone: 'ok', title: `“${user.name}” has a new password` })
  }
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title="Reset the password?"
      confirmLabel="Set password"
      tone="primary"
      onConfirm={save}
    >
      <p className="mb-3">
        <bdi className="font-medium break-all text-ink">{user.name}</bdi> is signed out everywhere at once,
        and a lock after wrong passwords ends.
      </p>
      <NewPasswordField value={password} onChange={setPassword} />
    </ConfirmDialog>
  )
}
