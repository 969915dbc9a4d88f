'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Field } from '#components/form/field.tsx'
import { TagInput } from '#components/form/tag-input.tsx'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { type ImageView, imageTitle } from '#lib/client/image-view.ts'
import { tagTask } from './image-task.ts'
import type { TaskRunner } from './use-task-runner.ts'

interface TagsDialogProps {
  readonly images: readonly ImageView[]
  readonly run: TaskRunner['run']
  readonly onClose: () => void
}

/** For one image its tags; for several, those that are on all of them, and what to add or take away. */
export function TagsDialog({ images, run, onClose }: TagsDialogProps) {
  const t = useTranslations('actions.tags')
  const words = useTranslations('actions.field')
  const shared = useTranslations('common')
  const [common] = useState(() => commonTags(images))
  const [tags, setTags] = useState<readonly string[]>(common)
  const isMany = images.length > 1
  const change = {
    add: tags.filter((tag) => !common.includes(tag)),
    remove: common.filter((tag) => !tags.includes(tag)),
  }
  const isChanged = change.add.length + change.remove.length > 0
  const [first] = images

  function save(): void {
    onClose()
    void run(tagTask(change), images)
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="sm"
      title={isMany ? t('many', { n: String(images.length) }) : t('one')}
      description={isMany ? t('shared') : <bdi className="block truncate">{first && imageTitle(first)}</bdi>}
      footer={
        <>
          <Button onClick={onClose}>{shared('cancel')}</Button>
          <Button
            variant="primary"
            disabledReason={isChanged ? undefined : shared('nothingChanged')}
            onClick={save}
          >
            {t('save')}
          </Button>
        </>
      }
    >
      <Field label={t('one')} hint={words('tagsHint')}>
        {(control) => <TagInput {...control} tags={tags} onChange={setTags} />}
      </Field>
    </Dialog>
  )
}

function commonTags(images: readonly ImageView[]): readonly string[] {
  const [first, ...rest] = images
  return (first?.tags ?? []).filter((tag) => rest.every((image) => image.tags.includes(tag)))
}
