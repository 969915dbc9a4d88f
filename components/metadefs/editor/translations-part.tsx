'use client'

import { Plus, Trash2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Field } from '#components/form/field.tsx'
import { Button } from '#components/ui/button.tsx'
import { Input, Textarea } from '#components/ui/input.tsx'
import { Select } from '#components/ui/select.tsx'
import { pageLanguage } from '#lib/client/language.ts'
import type { NamespaceDraft } from '#lib/client/metadefs/draft.ts'
import { slotsOf, type TextSlot } from '#lib/client/metadefs/translation-draft.ts'
import { isLanguageTag } from '#lib/contract/metadefs/translations.ts'

interface TranslationsPartProps {
  readonly draft: NamespaceDraft
  /** That is translated into now; null before there is one. */
  readonly language: string | null
  readonly onLanguage: (language: string | null) => void
  readonly onChange: (draft: NamespaceDraft) => void
}

/** Titles and descriptions in other languages, each beside what it says itself. */
export function TranslationsPart({ draft, language, onLanguage, onChange }: TranslationsPartProps) {
  const t = useTranslations('metadefs.translations')
  const { languages } = draft
  function remove(): void {
    const others = languages.filter((each) => each !== language)
    onChange({ ...draft, languages: others })
    onLanguage(others[0] ?? null)
  }
  return (
    <div className="grid gap-4">
      <p className="text-muted">{t('about')}</p>
      <div className="flex flex-wrap items-end gap-x-6 gap-y-3">
        {language !== null && (
          <div className="flex items-end gap-2">
            <Field label={t('language')} className="w-44">
              {(control) => (
                <Select
                  {...control}
                  value={language}
                  options={languages.map((value) => ({
                    value,
                    label: t('named', { language: languageName(value), tag: value }),
                  }))}
                  onChange={onLanguage}
                />
              )}
            </Field>
            <Button icon={Trash2} onClick={remove}>
              {t('remove')}
            </Button>
          </div>
        )}
        <NewLanguage
          taken={languages}
          onAdd={(tag) => {
            onChange({ ...draft, languages: [...languages, tag] })
            onLanguage(tag)
          }}
        />
      </div>
      {language !== null && <Texts draft={draft} language={language} onChange={onChange} />}
    </div>
  )
}

interface NewLanguageProps {
  readonly taken: readonly string[]
  readonly onAdd: (tag: string) => void
}

function NewLanguage({ taken, onAdd }: NewLanguageProps) {
  const t = useTranslations('metadefs.translations')
  const [tag, setTag] = useState('')
  const problem = !isLanguageTag(tag)
    ? t('tagNeeded')
    : taken.some((each) => each.toLowerCase() === tag.toLowerCase())
      ? t('isThere')
      : undefined
  function add(): void {
    if (problem !== undefined) return
    onAdd(tag)
    setTag('')
  }
  return (
    <div className="flex items-end gap-2">
      <Field label={t('new')} className="w-32">
        {(control) => (
          <Input
            {...control}
            placeholder="de, pt-BR …"
            spellCheck={false}
            value={tag}
            onChange={(event) => setTag(event.target.value.trim())}
            onKeyDown={(event) => event.key === 'Enter' && add()}
          />
        )}
      </Field>
      <Button icon={Plus} disabledReason={problem} onClick={add}>
        {t('add')}
      </Button>
    </div>
  )
}

interface TextsProps {
  readonly draft: NamespaceDraft
  readonly language: string
  readonly onChange: (draft: NamespaceDraft) => void
}

function Texts({ draft, language, onChange }: TextsProps) {
  const t = useTranslations('metadefs')
  const slots = slotsOf(draft, language, t)
  const done = slots.filter(({ text }) => text !== '').length
  return (
    <>
      <p role="status" className="text-sm text-muted tabular-nums">
        {t('translations.done', { done: String(done), n: String(slots.length) })}
      </p>
      <ul className="divide-y rounded-lg border">
        {slots.map((slot) => (
          <Slot key={slot.id} slot={slot} language={language} onChange={onChange} />
        ))}
      </ul>
    </>
  )
}

interface SlotProps {
  readonly slot: TextSlot
  readonly language: string
  readonly onChange: (draft: NamespaceDraft) => void
}

function Slot({ slot: { label, original, text, isLong, write }, language, onChange }: SlotProps) {
  return (
    <li className="px-3 py-2.5">
      <Field label={label} hint={<span className="whitespace-pre-line">{original}</span>}>
        {(control) => {
          const props = { ...control, lang: language, dir: 'auto', value: text } as const
          return isLong ? (
            <Textarea {...props} rows={2} onChange={(event) => onChange(write(event.target.value))} />
          ) : (
            <Input {...props} onChange={(event) => onChange(write(event.target.value))} />
          )
        }}
      </Field>
    </li>
  )
}

function languageName(tag: string): string {
  try {
    return new Intl.DisplayNames([pageLanguage()], { type: 'language' }).of(tag) ?? tag
  } catch {
    return tag
  }
}
