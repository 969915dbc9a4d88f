'use client'

import { useId, useState } from 'react'
import { EndField, type EndText, endOf, endTextOf } from '#components/form/end-field.tsx'
import { Field } from '#components/form/field.tsx'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Input, Textarea } from '#components/ui/input.tsx'
import { type ImageView, imageTitle } from '#lib/client/image-view.ts'
import { AsCommands } from './as-commands.tsx'
import { deactivateTask, STATE_TASKS } from './image-task.ts'
import type { TaskRunner } from './use-task-runner.ts'

interface DeactivateDialogProps {
  readonly images: readonly ImageView[]
  readonly run: TaskRunner['run']
  readonly onClose: () => void
}

/** Deactivates, or says of what is deactivated already why. Without a reason it is the plain action of the API. */
export function DeactivateDialog({ images, run, onClose }: DeactivateDialogProps) {
  const formId = useId()
  const [first] = images
  const said = images.length === 1 ? first?.deactivation : undefined
  const isLater = images.every(({ status }) => status === 'deactivated')
  const [reason, setReason] = useState(said?.reason ?? '')
  const [ticket, setTicket] = useState(said?.ticket ?? '')
  const [end, setEnd] = useState<EndText>(() => endTextOf(said?.untilMs ?? null))
  const refusal = refusalOf({ reason, ticket, end, isLater })

  const note = { reason: reason.trim(), ticket: ticket.trim() || null, untilMs: endOf(end) ?? null }

  function submit(): void {
    onClose()
    void run(note.reason === '' ? STATE_TASKS.deactivate : deactivateTask(note), images)
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="sm"
      title={titleOf(images, isLater)}
      description={
        images.length === 1 && first !== undefined ? (
          <bdi className="block truncate">{imageTitle(first)}</bdi>
        ) : (
          'Nothing is removed; those that are not active stay as they are.'
        )
      }
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" disabledReason={refusal}>
            {isLater ? 'Save' : 'Deactivate'}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          if (refusal === undefined) submit()
        }}
      >
        <p className="text-sm text-muted">
          No new machine can start from it, and only administrators can download it. What runs from it already
          goes on running.
        </p>
        <Field
          label="Reason"
          isOptional={!isLater}
          hint="Everybody who sees the image reads it, also in the refusal of a download."
        >
          {(control) => (
            <Textarea
              {...control}
              dir="auto"
              rows={3}
              maxLength={1000}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
        <Field label="Ticket" isOptional hint="A number or an address where more is written.">
          {(control) => (
            <Input
              {...control}
              maxLength={255}
              value={ticket}
              onChange={(event) => setTicket(event.target.value)}
            />
          )}
        </Field>
        <EndField
          label="Until"
          hint="Then the image becomes active again by itself."
          value={end}
          onChange={setEnd}
        />
        {images.length === 1 && first !== undefined && (
          <AsCommands
            deed={{ kind: 'deactivate', note: note.reason === '' ? null : note }}
            imageId={first.id}
          />
        )}
      </form>
    </Dialog>
  )
}

function titleOf(images: readonly ImageView[], isLater: boolean): string {
  if (isLater) return 'Why is it deactivated?'
  return images.length === 1 ? 'Deactivate this image?' : `Deactivate ${images.length} images?`
}

interface Answers {
  readonly reason: string
  readonly ticket: string
  readonly end: EndText
  readonly isLater: boolean
}

function refusalOf({ reason, ticket, end, isLater }: Answers): string | undefined {
  if (endOf(end) === undefined) return 'The end must be a time to come'
  const saysMore = isLater || ticket.trim() !== '' || end.kind !== 'never'
  return saysMore && reason.trim() === '' ? 'Give a reason first' : undefined
}
