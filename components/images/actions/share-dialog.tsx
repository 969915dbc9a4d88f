'use client'

import { useMutation } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Field } from '#components/form/field.tsx'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Input } from '#components/ui/input.tsx'
import { faultMessage } from '#lib/client/api-fault.ts'
import type { ImageView } from '#lib/client/image-view.ts'
import { findProjects, type ProjectNameWire, projectIdOf } from '#lib/client/shares.ts'
import type { Translate } from '#lib/client/words.ts'
import { AsCommands } from './as-commands.tsx'
import { shareTask } from './image-task.ts'
import type { TaskRunner } from './use-task-runner.ts'

interface ShareDialogProps {
  readonly images: readonly ImageView[]
  readonly run: TaskRunner['run']
  readonly onClose: () => void
}

/** Offers several images to one project. */
export function ShareDialog({ images, run, onClose }: ShareDialogProps) {
  const t = useTranslations('actions.share')
  const common = useTranslations('common')
  const [text, setText] = useState('')
  const wanted = text.trim()
  const find = useMutation({
    mutationFn: () => onlyProject(wanted, t),
    onSuccess: (project) => {
      onClose()
      void run(shareTask(project), images)
    },
  })
  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="sm"
      title={images.length === 1 ? t('one') : t('many', { n: String(images.length) })}
      description={t('text')}
      footer={
        <>
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button
            variant="primary"
            isBusy={find.isPending}
            disabledReason={wanted === '' ? t('nameFirst') : undefined}
            onClick={() => find.mutate()}
          >
            {t('do')}
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (wanted !== '') find.mutate()
        }}
      >
        <Field
          label={t('project')}
          hint={t('hint')}
          error={find.error === null ? undefined : faultMessage(find.error)}
        >
          {(control) => (
            <Input
              {...control}
              spellCheck={false}
              value={text}
              onChange={(event) => {
                find.reset()
                setText(event.target.value)
              }}
            />
          )}
        </Field>
      </form>
      {wanted !== '' && (
        <AsCommands deed={{ kind: 'share', projectId: projectIdOf(wanted) }} images={images} />
      )}
    </Dialog>
  )
}

/** @throws Error with words for the person when it is none, or several */
async function onlyProject(nameOrId: string, t: Translate<'actions.share'>): Promise<ProjectNameWire> {
  const [project, ...others] = await findProjects(nameOrId)
  if (project === undefined) throw new Error(t('none', { text: nameOrId }))
  if (others.length > 0) throw new Error(t('several', { text: nameOrId }))
  return project
}
