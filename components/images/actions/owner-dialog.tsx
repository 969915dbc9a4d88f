'use client'

import { useMutation, useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
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
import type { Translate } from '#lib/client/words.ts'
import { AsCommands } from './as-commands.tsx'

interface OwnerDialogProps {
  readonly image: ImageView
  readonly onClose: () => void
}

/** Gives an image to another project, found by its name; what follows from it is said before. */
export function OwnerDialog({ image, onClose }: OwnerDialogProps) {
  const t = useTranslations('actions.owner')
  const common = useTranslations('common')
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
        showToast({ tone: 'ok', title: t('done', { title: imageTitle(image), project: name }) })
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
      title={t('title')}
      description={<bdi className="block truncate">{imageTitle(image)}</bdi>}
      footer={
        <>
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button
            variant="primary"
            isBusy={isPending}
            disabledReason={refusalOf(image, project, t)}
            onClick={() => project !== null && give(project)}
          >
            {t('title')}
          </Button>
        </>
      }
    >
      <CurrentOwner owner={image.owner} />
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

function refusalOf(
  image: ImageView,
  project: ProjectNameWire | null,
  t: Translate<'actions.owner'>,
): string | undefined {
  if (project === null) return t('findFirst')
  return project.id === image.owner ? t('already') : undefined
}

function searchProblem(
  found: readonly ProjectNameWire[] | undefined,
  error: unknown,
  t: Translate<'actions.owner'>,
): string | undefined {
  if (error !== null) return faultMessage(error)
  return found?.length === 0 ? t('none') : undefined
}

function CurrentOwner({ owner }: { readonly owner: string | null }) {
  const t = useTranslations('actions.owner')
  const { data } = useQuery(projectNamesOptions(owner === null ? [] : [owner]))
  return (
    <p className="text-muted">
      {t.rich('belongsTo', {
        owner: () => (
          <bdi className="font-medium break-all text-ink">
            {data?.get(owner ?? '')?.name ?? owner ?? t('nobody')}
          </bdi>
        ),
      })}
    </p>
  )
}

function Consequences({ image, project }: { readonly image: ImageView; readonly project: ProjectNameWire }) {
  const t = useTranslations('actions.owner')
  const common = useTranslations('common')
  const { data } = useQuery(projectQuotaOptions(project.id))
  const quota = data === undefined ? null : quotaConsequence(image, data, t)
  return (
    <Notice
      tone={quota?.isTooMuch ? 'danger' : 'info'}
      title={common('projectInDomain', { project: project.name, domain: project.domain_name })}
      className="mt-4"
    >
      <ul className="grid gap-1">
        {ownerConsequences(image, project.name, t).map((each) => (
          <li key={each}>{each}</li>
        ))}
        {quota !== null && <li>{quota.text}</li>}
      </ul>
    </Notice>
  )
}
