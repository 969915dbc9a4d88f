'use client'

import { ChevronRight, Plus, Trash2, TriangleAlert } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Field } from '#components/form/field.tsx'
import { Button } from '#components/ui/button.tsx'
import { IconButton } from '#components/ui/icon-button.tsx'
import { Input } from '#components/ui/input.tsx'
import { ServiceText } from '#components/words/service-text.tsx'
import type { PropertyDraft } from '#lib/client/metadefs/draft.ts'
import { doubtsAbout, newProperty } from '#lib/client/metadefs/namespace-draft.ts'
import { DefinitionFields } from './definition-fields.tsx'

interface PropertyDraftsProps {
  readonly drafts: readonly PropertyDraft[]
  readonly onChange: (drafts: readonly PropertyDraft[]) => void
}

/** The properties of a namespace or an object, folded until one is worked on. */
export function PropertyDrafts({ drafts, onChange }: PropertyDraftsProps) {
  const t = useTranslations('metadefs.property')
  const [openId, setOpenId] = useState<string | null>(null)
  function add(): void {
    const added = newProperty()
    onChange([...drafts, added])
    setOpenId(added.id)
  }
  return (
    <div className="grid gap-2">
      <ul className="grid gap-2">
        {drafts.map((draft) => (
          <PropertyItem
            key={draft.id}
            draft={draft}
            isOpen={openId === draft.id}
            onToggle={() => setOpenId(openId === draft.id ? null : draft.id)}
            onChange={(next) => onChange(drafts.map((each) => (each.id === draft.id ? next : each)))}
            onRemove={() => onChange(drafts.filter((each) => each.id !== draft.id))}
          />
        ))}
      </ul>
      <Button size="sm" icon={Plus} className="justify-self-start" onClick={add}>
        {t('add')}
      </Button>
    </div>
  )
}

interface PropertyItemProps {
  readonly draft: PropertyDraft
  readonly isOpen: boolean
  readonly onToggle: () => void
  readonly onChange: (draft: PropertyDraft) => void
  readonly onRemove: () => void
}

function PropertyItem({ draft, isOpen, onToggle, onChange, onRemove }: PropertyItemProps) {
  const t = useTranslations('metadefs.property')
  const common = useTranslations('common')
  const { name, definition } = draft
  const doubts = doubtsAbout(definition)
  return (
    <li className="rounded-lg border">
      <div className="flex items-center gap-1 pe-1">
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={onToggle}
          className="flex min-h-9 min-w-0 flex-1 items-center gap-2 rounded-lg px-2.5 text-start hover:bg-hover"
        >
          <ChevronRight
            aria-hidden
            className={`size-3.5 shrink-0 text-muted transition-transform ${isOpen ? 'rotate-90' : ''}`}
          />
          <bdi className="truncate font-medium">{definition.title || name || t('new')}</bdi>
          <code className="min-w-0 flex-1 truncate font-mono text-2xs text-muted">{name}</code>
          {doubts.length > 0 && (
            <TriangleAlert role="img" aria-label={t('doubtful')} className="size-3.5 text-warn" />
          )}
          <span className="text-xs text-muted">{definition.type}</span>
        </button>
        <IconButton
          size="sm"
          icon={Trash2}
          label={t('remove', { name: name || definition.title })}
          onClick={onRemove}
        />
      </div>
      {isOpen && (
        <div className="grid gap-3 border-t px-3 py-3">
          <Field label={common('name')} hint={t('nameHint')}>
            {(control) => (
              <Input
                {...control}
                spellCheck={false}
                value={name}
                className="font-mono text-xs!"
                onChange={(event) => onChange({ ...draft, name: event.target.value.trim() })}
              />
            )}
          </Field>
          <DefinitionFields
            definition={definition}
            onChange={(next) => onChange({ ...draft, definition: next })}
          />
          {doubts.map((doubt) => (
            <p key={doubt} className="text-xs font-medium text-warn">
              <ServiceText>{doubt}</ServiceText>
            </p>
          ))}
        </div>
      )}
    </li>
  )
}
