'use client'

import { useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import { EndField, type EndText, endOf, endTextOf } from '#components/form/end-field.tsx'
import { Field } from '#components/form/field.tsx'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Input, Textarea } from '#components/ui/input.tsx'
import { type ImageView, imageTitle } from '#lib/client/image-view.ts'
import type { Translate } from '#lib/client/words.ts'
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
  const t = useTranslations('actions.deactivate')
  const common = useTranslations('common')
  const formId = useId()
  const [first] = images
  const said = images.length === 1 ? first?.deactivation : undefined
  const isLater = images.every(({ status }) => status === 'deactivated')
  const [reason, setReason] = useState(said?.reason ?? '')
  const [ticket, setTicket] = useState(said?.ticket ?? '')
  const [end, setEnd] = useState<EndText>(() => endTextOf(said?.untilMs ?? null))
  const refusal = refusalOf({ reason, ticket, end, isLater }, t, common)

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
      title={titleOf(images, isLater, t)}
      description={
        images.length === 1 && first !== undefined ? (
          <bdi className="block truncate">{imageTitle(first)}</bdi>
        ) : (
          t('others')
        )
      }
      footer={
        <>
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button type="submit" form={formId} variant="primary" disabledReason={refusal}>
            {isLater ? common('save') : t('do')}
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
        <p className="text-sm text-muted">{t('text')}</p>
        <Field label={t('reason')} isOptional={!isLater} hint={t('reasonHint')}>
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
        <Field label={t('ticket')} isOptional hint={t('ticketHint')}>
          {(control) => (
            <Input
              {...control}
              maxLength={255}
              value={ticket}
              onChange={(event) => setTicket(event.target.value)}
            />
          )}
        </Field>
        <EndField label={t('until')} hint={t('untilHint')} value={end} onChange={setEnd} />
        <AsCommands deed={{ kind: 'deactivate', note: note.reason === '' ? null : note }} images={images} />
      </form>
    </Dialog>
  )
}

function titleOf(images: readonly ImageView[], isLater: boolean, t: Translate<'actions.deactivate'>): string {
  if (isLater) return t('why')
  return images.length === 1 ? t('one') : t('many', { n: String(images.length) })
}

interface Answers {
  readonly reason: string
  readonly ticket: string
  readonly end: EndText
  readonly isLater: boolean
}

function refusalOf(
  { reason, ticket, end, isLater }: Answers,
  t: Translate<'actions.deactivate'>,
  common: Translate<'common'>,
): string | undefined {
  if (endOf(end) === undefined) return common('endMustCome')
  const saysMore = isLater || ticket.trim() !== '' || end.kind !== 'never'
  return saysMore && reason.trim() === '' ? t('reasonFirst') : undefined
}
