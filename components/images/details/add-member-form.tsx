'use client'

import { useMutation } from '@tanstack/react-query'
import { UserPlus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { EndField, type EndText, endOf } from '#components/form/end-field.tsx'
import { Field } from '#components/form/field.tsx'
import { AsCommands } from '#components/images/actions/as-commands.tsx'
import { Button } from '#components/ui/button.tsx'
import { Input } from '#components/ui/input.tsx'
import { showToast } from '#components/ui/toast-store.ts'
import { faultMessage } from '#lib/client/api-fault.ts'
import { useAddMember } from '#lib/client/images.ts'
import { findProjects, isProjectId, type ProjectNameWire, projectIdOf } from '#lib/client/shares.ts'
import type { Translate } from '#lib/client/words.ts'

/** Takes a project's name or id. A name that several domains know is asked about. */
export function AddMemberForm({ imageId }: { readonly imageId: string }) {
  const t = useTranslations('image.addMember')
  const common = useTranslations('common')
  const [text, setText] = useState('')
  const [end, setEnd] = useState<EndText>({ kind: 'never' })
  const add = useAddMember(imageId)
  const find = useMutation({ mutationFn: (text: string) => findWanted(text, t) })
  const wanted = text.trim()
  const error = find.error ?? add.error
  const several = find.data !== undefined && find.data.length > 1 ? find.data : null
  const refusal = refusalOf(wanted, end, common)
  const isBusy = find.isPending || add.isPending

  function reset(): void {
    find.reset()
    add.reset()
  }
  function share(projectId: string, name: string): void {
    add.mutate(
      { projectId, endsAtMs: endOf(end) ?? null },
      {
        onSuccess: () => {
          setText('')
          setEnd({ kind: 'never' })
          find.reset()
          showToast({ tone: 'ok', title: t('offered', { project: name }), description: t('decides') })
        },
      },
    )
  }
  function submit(): void {
    find.mutate(wanted, {
      onSuccess: (found) => {
        const [first] = found
        if (found.length === 1 && first !== undefined) share(first.id, first.name)
      },
    })
  }

  return (
    <form
      className="px-3.5 py-2.5"
      onSubmit={(event) => {
        event.preventDefault()
        if (refusal === undefined && !isBusy) submit()
      }}
    >
      <Field label={t('label')} hint={t('hint')} error={error === null ? undefined : faultMessage(error)}>
        {(control) => (
          <div className="flex gap-2">
            <Input
              {...control}
              value={text}
              placeholder={common('projectNameOrId')}
              spellCheck={false}
              autoComplete="off"
              onChange={(event) => {
                setText(event.target.value)
                reset()
              }}
            />
            <Button type="submit" icon={UserPlus} isBusy={isBusy} disabledReason={refusal}>
              {t('share')}
            </Button>
          </div>
        )}
      </Field>
      {wanted !== '' && (
        <div className="mt-2.5">
          <EndField label={t('until')} hint={t('untilHint')} value={end} onChange={setEnd} />
        </div>
      )}
      {wanted !== '' && (
        <AsCommands deed={{ kind: 'share', projectId: projectIdOf(wanted) }} images={[{ id: imageId }]} />
      )}
      {several !== null && <Choice projects={several} onChoose={share} />}
    </form>
  )
}

function refusalOf(wanted: string, end: EndText, t: Translate<'common'>): string | undefined {
  if (wanted === '') return t('findProjectFirst')
  return endOf(end) === undefined ? t('endMustCome') : undefined
}

/** @throws Error in words for the person when nothing is called that and it is no id either */
async function findWanted(
  text: string,
  t: Translate<'image.addMember'>,
): Promise<readonly ProjectNameWire[]> {
  const found = await findProjects(text)
  if (found.length > 0) return found
  // One that we cannot look up may still be right.
  if (isProjectId(text)) return [{ id: text, name: text, domain_name: '' }]
  throw new Error(t('none', { text }))
}

interface ChoiceProps {
  readonly projects: readonly ProjectNameWire[]
  readonly onChoose: (projectId: string, name: string) => void
}

function Choice({ projects, onChoose }: ChoiceProps) {
  const t = useTranslations('common')
  return (
    <fieldset className="mt-2.5 grid gap-1.5">
      <legend className="mb-1.5 text-muted">{t('severalProjects')}</legend>
      {projects.map(({ id, name, domain_name }) => (
        <Button key={id} size="sm" className="justify-start" onClick={() => onChoose(id, name)}>
          {t('projectInDomain', { project: name, domain: domain_name })}
        </Button>
      ))}
    </fieldset>
  )
}
