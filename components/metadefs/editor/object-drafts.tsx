'use client'

import { Plus, Trash2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Field } from '#components/form/field.tsx'
import { TagInput } from '#components/form/tag-input.tsx'
import { Button } from '#components/ui/button.tsx'
import { Input } from '#components/ui/input.tsx'
import type { ObjectDraft } from '#lib/client/metadefs/draft.ts'
import { newObject } from '#lib/client/metadefs/namespace-draft.ts'
import { PropertyDrafts } from './property-drafts.tsx'

interface ObjectDraftsProps {
  readonly drafts: readonly ObjectDraft[]
  readonly onChange: (drafts: readonly ObjectDraft[]) => void
}

/** Groups of properties. */
export function ObjectDrafts({ drafts, onChange }: ObjectDraftsProps) {
  const t = useTranslations('metadefs.objects')
  const add = (): void => onChange([...drafts, newObject()])
  return (
    <div className="grid gap-3">
      {drafts.map((draft) => {
        const change = (part: Partial<ObjectDraft>): void =>
          onChange(drafts.map((each) => (each.id === draft.id ? { ...each, ...part } : each)))
        return (
          <fieldset key={draft.id} className="grid gap-3 rounded-lg border p-3">
            <legend className="px-1 text-xs font-semibold text-muted">
              {t('object', { name: draft.name })}
            </legend>
            <div className="grid gap-3 sm:grid-cols-2">
              <Field label={t('name')}>
                {(control) => (
                  <Input
                    {...control}
                    value={draft.name}
                    onChange={(event) => change({ name: event.target.value })}
                  />
                )}
              </Field>
              <Field label={t('description')} isOptional>
                {(control) => (
                  <Input
                    {...control}
                    value={draft.description}
                    onChange={(event) => change({ description: event.target.value })}
                  />
                )}
              </Field>
              <Field label={t('required')} isOptional hint={t('requiredHint')} className="sm:col-span-2">
                {(control) => (
                  <TagInput
                    {...control}
                    tags={draft.required}
                    onChange={(required) => change({ required })}
                  />
                )}
              </Field>
            </div>
            <PropertyDrafts drafts={draft.properties} onChange={(properties) => change({ properties })} />
            <Button
              size="sm"
              variant="ghost"
              icon={Trash2}
              className="justify-self-end"
              onClick={() => onChange(drafts.filter((each) => each.id !== draft.id))}
            >
              {t('remove')}
            </Button>
          </fieldset>
        )
      })}
      <Button size="sm" icon={Plus} className="justify-self-start" onClick={add}>
        {t('add')}
      </Button>
    </div>
  )
}
