'use client'

import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { Field } from '#components/form/field.tsx'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Input } from '#components/ui/input.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { faultMessage } from '#lib/client/api-fault.ts'
import { ownerConsequences, quotaConsequence } from '#lib/client/image-owner.ts'
import { type ImageView, imageTitle } from '#lib/client/image-view.ts'
import { projectQuotaOptions } from '#lib/client/quota.ts'
import { findProjects, type ProjectNameWire, projectNamesOptions } from '#lib/client/shares.ts'
import type { Translate } from '#lib/client/words.ts'
import { AsCommands } from './as-commands.tsx'
import { ownerTask } from './image-task.ts'
import type { TaskRunner } from './use-task-runner.ts'

interface OwnerDialogProps {
  readonly images: readonly ImageView[]
  readonly run: TaskRunner['run']
  readonly onClose: () => void
}

/** Gives images to another project, found by its name; what follows from it is said before. */
export function OwnerDialog({ images, run, onClose }: OwnerDialogProps) {
  const t = useTranslations('actions.owner')
  const common = useTranslations('common')
  const [text, setText] = useState('')
  const [project, setProject] = useState<ProjectNameWire | null>(null)
  const find = useMutation({
    mutationFn: () => findProjects(text.trim()),
    onSuccess: (found) => found.length === 1 && setProject(found[0] ?? null),
  })
  const [first] = images
  const only = images.length === 1 ? first : undefined

  function give(heir: ProjectNameWire): void {
    onClose()
    void run(ownerTask(heir), images)
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
      title={only ? t('title') : t('titleMany', { n: String(images.length) })}
      description={only && <bdi className="block truncate">{imageTitle(only)}</bdi>}
      footer={
        <>
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button
            variant="primary"
            disabledReason={refusalOf(images, project, t)}
            onClick={() => project !== null && give(project)}
          >
            {t('title')}
          </Button>
        </>
      }
    >
      <CurrentOwners images={images} />
      <form className="mt-4" onSubmit={search}>
        <Field label={t('new')} error={searchProblem(find.data, find.error, t)}>
          {(control) => (
            <div className="flex gap-2">
              <Input
                {...control}
                placeholder={common('projectNameOrId')}
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
                disabledReason={text.trim() === '' ? common('findProjectFirst') : undefined}
              >
                {t('find')}
              </Button>
            </div>
          )}
        </Field>
      </form>
      {project === null && find.data !== undefined && find.data.length > 1 && (
        <fieldset className="mt-2.5 grid gap-1.5">
          <legend className="mb-1.5 text-muted">{common('severalProjects')}</legend>
          {find.data.map((each) => (
            <Button key={each.id} size="sm" className="justify-start" onClick={() => setProject(each)}>
              {common('projectInDomain', { project: each.name, domain: each.domain_name })}
            </Button>
          ))}
        </fieldset>
      )}
      {project !== null && <Consequences images={images} project={project} />}
      {project !== null && <AsCommands deed={{ kind: 'owner', projectId: project.id }} images={images} />}
    </Dialog>
  )
}

function refusalOf(
  images: readonly ImageView[],
  project: ProjectNameWire | null,
  t: Translate<'actions.owner'>,
): string | undefined {
  if (project === null) return t('findFirst')
  return images.every(({ owner }) => owner === project.id) ? t('already') : undefined
}

function searchProblem(
  found: readonly ProjectNameWire[] | undefined,
  error: unknown,
  t: Translate<'actions.owner'>,
): string | undefined {
  if (error !== null) return faultMessage(error)
  return found?.length === 0 ? t('none') : undefined
}

function CurrentOwners({ images }: { readonly images: readonly ImageView[] }) {
  const t = useTranslations('actions.owner')
  const [owner = null, ...others] = new Set(images.map((image) => image.owner))
  const { data } = useQuery(projectNamesOptions(owner === null ? [] : [owner]))
  if (others.length > 0)
    return <p className="text-muted">{t('belongToSeveral', { n: String(others.length + 1) })}</p>
  return (
    <p className="text-muted">
      {t.rich(images.length === 1 ? 'belongsTo' : 'belongTo', {
        owner: () => (
          <bdi className="font-medium break-all text-ink">
            {data?.get(owner ?? '')?.name ?? owner ?? t('nobody')}
          </bdi>
        ),
      })}
    </p>
  )
}

interface ConsequencesProps {
  readonly images: readonly ImageView[]
  readonly project: ProjectNameWire
}

function Consequences({ images, project }: ConsequencesProps) {
  const t = useTranslations('actions.owner')
  const common = useTranslations('common')
  const { data } = useQuery(projectQuotaOptions(project.id))
  const quota =
    data === undefined
      ? null
      : quotaConsequence(
          images.filter(({ owner }) => owner !== project.id),
          data,
          t,
        )
  return (
    <Notice
      tone={quota?.isTooMuch ? 'danger' : 'info'}
      title={common('projectInDomain', { project: project.name, domain: project.domain_name })}
      className="mt-4"
    >
      <ul className="grid gap-1">
        {ownerConsequences(images, project.name, t).map((each) => (
          <li key={each}>{each}</li>
        ))}
        {quota !== null && <li>{quota.text}</li>}
      </ul>
    </Notice>
  )
}
