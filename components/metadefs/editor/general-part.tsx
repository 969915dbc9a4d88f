'use client'

import { Plus, Trash2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Field } from '#components/form/field.tsx'
import { SwitchField } from '#components/form/switch-field.tsx'
import { TagInput } from '#components/form/tag-input.tsx'
import { Button } from '#components/ui/button.tsx'
import { IconButton } from '#components/ui/icon-button.tsx'
import { Input, Textarea } from '#components/ui/input.tsx'
import type { AssociationDraft, NamespaceDraft } from '#lib/client/metadefs/draft.ts'

interface PartProps {
  readonly draft: NamespaceDraft
  readonly change: (part: Partial<NamespaceDraft>) => void
}

/** What the namespace itself is, what it is for, and its tags. */
export function GeneralPart({ draft, change }: PartProps) {
  const t = useTranslations('metadefs.general')
  const common = useTranslations('common')
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <Field label={t('namespace')} hint={t('namespaceHint')}>
        {(control) => (
          <Input
            {...control}
            spellCheck={false}
            value={draft.name}
            onChange={(event) => change({ name: event.target.value })}
          />
        )}
      </Field>
      <Field label={t('displayName')} isOptional>
        {(control) => (
          <Input
            {...control}
            value={draft.displayName}
            onChange={(event) => change({ displayName: event.target.value })}
          />
        )}
      </Field>
      <Field label={t('about')} isOptional className="sm:col-span-2">
        {(control) => (
          <Textarea
            {...control}
            rows={2}
            value={draft.description}
            onChange={(event) => change({ description: event.target.value })}
          />
        )}
      </Field>
      <SwitchField
        label={common('visibility.public')}
        hint={t('publicHint')}
        isOn={draft.visibility === 'public'}
        onChange={(isOn) => change({ visibility: isOn ? 'public' : 'private' })}
      />
      <SwitchField
        label={common('protected')}
        hint={t('protectedHint')}
        isOn={draft.isProtected}
        onChange={(isProtected) => change({ isProtected })}
      />
      <Field label={t('tags')} isOptional hint={t('tagsHint')} className="sm:col-span-2">
        {(control) => (
          <TagInput {...control} tags={draft.tags} maxLength={80} onChange={(tags) => change({ tags })} />
        )}
      </Field>
      <Associations draft={draft} change={change} />
    </div>
  )
}

function Associations({ draft, change }: PartProps) {
  const t = useTranslations('metadefs.general')
  const { associations } = draft
  const set = (id: string, part: Partial<AssociationDraft>): void =>
    change({ associations: associations.map((each) => (each.id === id ? { ...each, ...part } : each)) })
  return (
    <fieldset className="grid gap-2 sm:col-span-2">
      <legend className="mb-1 text-sm font-medium">{t('types')}</legend>
      {associations.map(({ id, name, prefix, target }, index) => (
        <div
          key={id}
          className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto] items-center gap-2 border-b pb-2 sm:grid-cols-[3fr_2fr_2fr_auto] sm:border-0 sm:pb-0"
        >
          <Input
            aria-label={t('type', { n: String(index + 1) })}
            placeholder="OS::Glance::Image"
            value={name}
            className="max-sm:col-span-3"
            onChange={(event) => set(id, { name: event.target.value })}
          />
          <Input
            aria-label={t('prefixOf', { n: String(index + 1) })}
            placeholder={t('prefix')}
            value={prefix}
            onChange={(event) => set(id, { prefix: event.target.value })}
          />
          <Input
            aria-label={t('targetOf', { n: String(index + 1) })}
            placeholder={t('target')}
            value={target}
            onChange={(event) => set(id, { target: event.target.value })}
          />
          <IconButton
            icon={Trash2}
            label={t('removeType', { n: String(index + 1) })}
            onClick={() => change({ associations: associations.filter((each) => each.id !== id) })}
          />
        </div>
      ))}
      <Button
        size="sm"
        icon={Plus}
        className="justify-self-start"
        onClick={() =>
          change({
            associations: [...associations, { id: crypto.randomUUID(), name: '', prefix: '', target: '' }],
          })
        }
      >
        {t('addType')}
      </Button>
    </fieldset>
  )
}
