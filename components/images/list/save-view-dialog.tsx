'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Field } from '#components/form/field.tsx'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Input } from '#components/ui/input.tsx'
import { ownViews } from '#lib/client/own-views.ts'

interface SaveViewDialogProps {
  readonly query: string
  readonly onClose: () => void
}

const LONGEST = 40

/** Gives the present search and filters a name. */
export function SaveViewDialog({ query, onClose }: SaveViewDialogProps) {
  const t = useTranslations('images.views')
  const common = useTranslations('common')
  const [name, setName] = useState('')
  const wanted = name.trim()

  function save(): void {
    if (wanted === '') return
    ownViews.save({ name: wanted, query })
    onClose()
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="sm"
      title={t('save')}
      description={t('saveText')}
      footer={
        <>
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button
            variant="primary"
            disabledReason={wanted === '' ? t('nameFirst') : undefined}
            onClick={save}
          >
            {common('save')}
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          save()
        }}
      >
        <Field label={common('name')}>
          {(control) => (
            <Input
              {...control}
              value={name}
              maxLength={LONGEST}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  )
}
