'use client'

import { useTranslations } from 'next-intl'
import { type FormEvent, useId, useState } from 'react'
import { Field } from '#components/form/field.tsx'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Input } from '#components/ui/input.tsx'
import { amountProblem } from '#lib/client/image-form.ts'
import type { ImageView } from '#lib/client/image-view.ts'
import { minimumsTask } from './image-task.ts'
import type { TaskRunner } from './use-task-runner.ts'

interface MinimumsDialogProps {
  readonly images: readonly ImageView[]
  readonly run: TaskRunner['run']
  readonly onClose: () => void
}

/** Sets the least disk and memory of several images; an empty field leaves them alone. */
export function MinimumsDialog({ images, run, onClose }: MinimumsDialogProps) {
  const t = useTranslations('actions')
  const common = useTranslations('common')
  const formId = useId()
  const [disk, setDisk] = useState('')
  const [memory, setMemory] = useState('')
  const problemOf = (text: string) => (text === '' ? undefined : amountProblem(text, t))
  const isEmpty = disk === '' && memory === ''
  const problem = problemOf(disk) ?? problemOf(memory)

  function save(event: FormEvent): void {
    event.preventDefault()
    if (isEmpty || problem !== undefined) return
    onClose()
    void run(
      minimumsTask({
        ...(disk !== '' && { minDiskGb: Number(disk) }),
        ...(memory !== '' && { minRamMb: Number(memory) }),
      }),
      images,
    )
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="sm"
      title={t('minimums.title', { n: String(images.length) })}
      description={t('minimums.text')}
      footer={
        <>
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button
            type="submit"
            form={formId}
            variant="primary"
            disabledReason={isEmpty ? t('minimums.first') : problem}
          >
            {t('minimums.save', { n: String(images.length) })}
          </Button>
        </>
      }
    >
      <form id={formId} className="grid gap-4" onSubmit={save}>
        <Field label={t('field.minDisk')} hint={t('field.minDiskHint')} error={problemOf(disk)} isOptional>
          {(control) => <NumberInput {...control} text={disk} onText={setDisk} />}
        </Field>
        <Field label={t('field.minRam')} hint={t('field.minRamHint')} error={problemOf(memory)} isOptional>
          {(control) => <NumberInput {...control} text={memory} onText={setMemory} />}
        </Field>
      </form>
    </Dialog>
  )
}

interface NumberInputProps extends React.ComponentProps<typeof Input> {
  readonly text: string
  readonly onText: (text: string) => void
}

function NumberInput({ text, onText, ...control }: NumberInputProps) {
  return (
    <Input
      {...control}
      inputMode="numeric"
      className="tabular-nums"
      value={text}
      onChange={(event) => onText(event.target.value.trim())}
    />
  )
}
