'use client'

import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { Field } from '#components/form/field.tsx'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Input } from '#components/ui/input.tsx'
import { faultMessage } from '#lib/client/api-fault.ts'
import type { ImageView } from '#lib/client/image-view.ts'
import { findProjects, type ProjectNameWire } from '#lib/client/shares.ts'
import { shareTask } from './image-task.ts'
import type { TaskRunner } from './use-task-runner.ts'

interface ShareDialogProps {
  readonly images: readonly ImageView[]
  readonly run: TaskRunner['run']
  readonly onClose: () => void
}

/** Offers several images to one project. */
export function ShareDialog({ images, run, onClose }: ShareDialogProps) {
  const [text, setText] = useState('')
  const wanted = text.trim()
  const find = useMutation({
    mutationFn: () => onlyProject(wanted),
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
      title={images.length === 1 ? 'Share an image' : `Share ${images.length} images`}
      description="The project decides whether it wants them in its list; until then it can use them by ID."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            isBusy={find.isPending}
            disabledReason={wanted === '' ? 'Name a project first' : undefined}
            onClick={() => find.mutate()}
          >
            Share
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
          label="Project"
          hint="Its name or its ID."
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
    </Dialog>
  )
}

/** @throws Error with words for the person when it is none, or several */
async function onlyProject(nameOrId: string): Promise<ProjectNameWire> {
  const [project, ...others] = await findProjects(nameOrId)
  if (project === undefined) throw new Error(`There is no project “${nameOrId}”.`)
  if (others.length > 0) throw new Error(`Several projects are called “${nameOrId}”: give the ID.`)
  return project
}
