'use client'

import { useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { Textarea } from '#components/ui/input.tsx'
import { Select } from '#components/ui/select.tsx'
import { propertiesOf } from '#lib/client/metadefs/property-rows.ts'
import { readProperties, type TextForm, writeProperties } from '#lib/client/metadefs/property-text.ts'
import { serviceText } from '#lib/client/service-text/service-text.ts'
import type { PropertyForm } from '../form/use-property-form.ts'

/** The same properties as text. What is typed is in the form at once, as soon as it can be read. */
export function TextView({ form }: { readonly form: PropertyForm }) {
  const t = useTranslations('properties.asText')
  const id = useId()
  const [textForm, setTextForm] = useState<TextForm>('lines')
  // While somebody types, the text is theirs: its blanks, its order, its mistakes.
  const [draft, setDraft] = useState<string | null>(null)
  const written = writeProperties(propertiesOf(form.rows), textForm)
  const text = draft ?? written
  const reading = readProperties(text, textForm)

  function type(next: string): void {
    setDraft(next)
    const read = readProperties(next, textForm)
    if (read.isValid) form.replace(read.properties)
  }
  return (
    <div className="grid gap-2">
      <div className="flex items-center gap-2">
        <label htmlFor={id} className="flex-1 text-sm font-medium">
          {t('all')}
        </label>
        <Select
          label={t('form')}
          value={textForm}
          options={[
            { value: 'lines', label: 'key=value', description: t('lines') },
            { value: 'json', label: 'JSON' },
          ]}
          className="w-36!"
          onChange={(next) => {
            setDraft(null)
            setTextForm(next)
          }}
        />
        <CopyButton text={text} what={t('what')} />
      </div>
      <Textarea
        id={id}
        rows={16}
        spellCheck={false}
        value={text}
        aria-invalid={reading.isValid ? undefined : true}
        aria-describedby={`${id}-about`}
        className="font-mono text-xs! leading-5!"
        onChange={(event) => type(event.target.value)}
        onBlur={() => reading.isValid && setDraft(null)}
      />
      <p id={`${id}-about`} className="text-xs text-muted">
        {reading.isValid ? (
          t('about')
        ) : (
          <span className="font-medium text-danger">
            {t('waits', { problem: serviceText(reading.message).text })}
          </span>
        )}
      </p>
    </div>
  )
}
