'use client'

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
      title={isMany ? `Tags of ${images.length} images` : 'Tags'}
      description={
        isMany ? (
          'Shown are the tags that all of them carry.'
        ) : (
          <bdi className="block truncate">{first && imageTitle(first)}</bdi>
        )
      }
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            disabledReason={isChanged ? undefined : 'Nothing has changed yet'}
            onClick={save}
          >
            Save tags
          </Button>
        </>
      }
    >
      <Field label="Tags" hint="Enter or a comma ends a tag.">
        {(control) => <TagInput {...control} tags={tags} onChange={setTags} />}
      </Field>
    </Dialog>
  )
}

function commonTags(images: readonly ImageView[]): readonly string[] {
  const [first, ...rest] = images
  return (first?.tags ?? []).filter((tag) => rest.every((image) => image.tags.includes(tag)))
}
