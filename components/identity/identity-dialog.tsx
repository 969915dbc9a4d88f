'use client'

import { useTranslations } from 'next-intl'
import { type FormEvent, useId, useState } from 'react'
import { Field } from '#components/form/field.tsx'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Input } from '#components/ui/input.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { showToast } from '#components/ui/toast-store.ts'
import { faultMessage } from '#lib/client/api-fault.ts'
import {
  type IdentityKind,
  type IdentityProject,
  type IdentityUser,
  newPassword,
  useSaveIdentity,
} from '#lib/client/identity.ts'
import { isTooShort, LEAST_CHARACTERS, NewPasswordField } from './new-password-field.tsx'

interface IdentityDialogProps {
  readonly kind: IdentityKind
  /** Null: a new one. */
  readonly thing: IdentityUser | IdentityProject | null
  readonly onClose: () => void
}

/** Makes a user or a project, or changes its name and description. */
export function IdentityDialog({ kind, thing, onClose }: IdentityDialogProps) {
  const t = useTranslations('identity')
  const common = useTranslations('common')
  const formId = useId()
  const [name, setName] = useState(thing?.name ?? '')
  const [description, setDescription] = useState(thing?.description ?? '')
  const [password, setPassword] = useState(newPassword)
  const { mutate, isPending, error } = useSaveIdentity()
  const hasPassword = kind === 'users' && thing === null
  const problem =
    name.trim() === ''
      ? t('edit.nameFirst')
      : hasPassword && isTooShort(password)
        ? t('password.tooShort', { least: LEAST_CHARACTERS })
        : undefined

  function save(event: FormEvent): void {
    event.preventDefault()
    if (problem !== undefined || isPending) return
    const attributes = {
      name: name.trim(),
      description: description.trim(),
      ...(hasPassword && { password }),
      ...(thing === null && { domain_id: 'default' }),
    }
    mutate(
      { kind, ...(thing && { id: thing.id }), attributes },
      {
        onSuccess: () => {
          showToast({
            tone: 'ok',
            title: t(thing === null ? 'edit.made' : 'edit.saved', { kind, name: name.trim() }),
          })
          onClose()
        },
      },
    )
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="sm"
      title={t(thing === null ? 'edit.create' : 'edit.edit', { kind })}
      footer={
        <>
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button type="submit" form={formId} variant="primary" isBusy={isPending} disabledReason={problem}>
            {thing === null ? t('edit.create', { kind }) : common('save')}
          </Button>
        </>
      }
    >
      <form id={formId} className="grid gap-4" onSubmit={save}>
        <Field label={common('name')}>
          {(control) => (
            <Input
              {...control}
              dir="auto"
              spellCheck={false}
              maxLength={kind === 'users' ? 255 : 64}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <Field label={common('description')} isOptional>
          {(control) => (
            <Input
              {...control}
              dir="auto"
              maxLength={255}
              value={description}
              onChange={(event) => setDescription(event.target.value)}
            />
          )}
        </Field>
        {hasPassword && <NewPasswordField value={password} onChange={setPassword} />}
        {thing === null && <p className="text-xs text-muted">{t('edit.then', { kind })}</p>}
        {error !== null && <Notice tone="danger">{faultMessage(error)}</Notice>}
      </form>
    </Dialog>
  )
}
