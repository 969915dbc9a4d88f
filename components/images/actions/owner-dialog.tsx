'use client'

import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Field } from '#components/form/field.tsx'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Input } from '#components/ui/input.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { showToast } from '#components/ui/toast-store.ts'
import { faultMessage } from '#lib/client/api-fault.ts'
import { ownerConsequences, quotaConsequence, useChangeOwner } from '#lib/client/image-owner.ts'
import { type ImageView, imageTitle } from '#lib/client/image-view.ts'
import { projectQuotaOptions } from '#lib/client/quota.ts'
import { findProjects, type ProjectNameWire, projectNamesOptions } from '#lib/client/shares.ts'

import { AsCommands } from './as-commands.tsx'

interface OwnerDialogProps {
  readonly image: ImageView
  readonly onClose: () => void
}

/** Gives an image to another project, found by its name; what follows from it is said before. */
export function OwnerDialog({ image, onClose }: OwnerDialogProps) {
  const [text, setText] = useState('')
  const [project, setProject] = useState<ProjectNameWire | null>(null)
  const find = useMutation({
    mutationFn: () => findProjects(text.trim()),
    onSuccess: (found) => found.length === 1 && setProject(found[0] ?? null),
  })
  const { mutate, isPending, error } = useChangeOwner(image)

  function give({ id, name }: ProjectNameWire): void {
    mutate(id, {
      onSuccess: () => {
        showToast({ tone: 'ok', title: `“${imageTitle(image)}” belongs to ${name} now` })
        onClose()
      },
    })
  }
  function search(event: FormEvent): void {
    event.preventDefault()
    if (text.trim() !== '' && !find.isPending) find.mutate()
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="sm"
      title="Change owner"
      description={<bdi className="block truncate">{imageTitle(image)}</bdi>}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            isBusy={isPending}
            disabledReason={refusalOf(image, project)}
            onClick={() => project !== null && give(project)}
          >
            Change owner
          </Button>
        </>
      }
    >
      <CurrentOwner owner={image.owner} />
      <form className="mt-4" onSubmit={search}>
        <Field label="New owner" error={searchProblem(find.data, find.error)}>
          {(control) => (
            <div className="flex gap-2">
              <Input
                {...control}
                placeholder="Project name or ID"
                spellCheck={false}
                value={text}
                onChange={(event) => {
                  setText(event.target.value)
                  setProject(null)
                  find.reset()
                }}
              />
              <Button
                type="submit"
                isBusy={find.isPending}
                disabledReason={
                  text.trim() === '' ? 'Enter the name or the ID of a project first' : undefined
                }
              >
                Find
              </Button>
            </div>
          )}
        </Field>
      </form>
      {project === null && find.data !== undefined && find.data.length > 1 && (
        <fieldset className="mt-2.5 grid gap-1.5">
          <legend className="mb-1.5 text-muted">Several projects have this name. Which one?</legend>
          {find.data.map((each) => (
            <Button key={each.id} size="sm" className="justify-start" onClick={() => setProject(each)}>
              {each.name} in {each.domain_name}
            </Button>
          ))}
        </fieldset>
      )}
      {project !== null && <Consequences image={image} project={project} />}
      {project !== null && <AsCommands deed={{ kind: 'owner', projectId: project.id }} imageId={image.id} />}
      {error !== null && (
        <Notice tone="danger" className="mt-3">
          {faultMessage(error)}
        </Notice>
      )}
    </Dialog>
  )
}

function refusalOf(image: ImageView, project: ProjectNameWire | null): string | undefined {
  if (project === null) return 'Find the new owner first'
  return project.id === image.owner ? 'This project owns it already' : undefined
}

function searchProblem(found: readonly ProjectNameWire[] | undefined, error: unknown): string | undefined {
  if (error !== null) return faultMessage(error)
  return found?.length === 0
    ? 'No project is called so. Upper and lower case count; its ID works too.'
    : undefined
}

function CurrentOwner({ owner }: { readonly owner: string | null }) {
  const { data } = useQuery(projectNamesOptions(owner === null ? [] : [owner]))
  return (
    <p className="text-muted">
      It belongs to{' '}
      <bdi className="font-medium break-all text-ink">
        {data?.get(owner ?? '')?.name ?? owner ?? 'nobody'}
      </bdi>
      .
    </p>
  )
}

function Consequences({ image, project }: { readonly image: ImageView; readonly project: ProjectNameWire }) {
  const { data } = useQuery(projectQuotaOptions(project.id))
  const quota = data === undefined ? null : quotaConsequence(image, data)
  return (
    <Notice
      tone={quota?.isTooMuch ? 'danger' : 'info'}
      title={`${project.name} in ${project.domain_name}`}
      className="mt-4"
    >
      <ul className="grid gap-1">
        {ownerConsequences(image, project.name).map((each) => (
          <li key={each}>{each}</li>
        ))}
        {quota !== null && <li>{quota.text}</li>}
      </ul>
    </Notice>
  )
}
