'use client'

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
      title="Save this view"
      description="The search and the filters as they are now, kept in this browser."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            disabledReason={wanted === '' ? 'Give the view a name first' : undefined}
            onClick={save}
          >
            Save
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
        <Field label="Name">
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
