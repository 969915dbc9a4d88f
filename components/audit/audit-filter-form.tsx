'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Field } from '#components/form/field.tsx'
import { Button } from '#components/ui/button.tsx'
import { cx } from '#components/ui/cx.ts'
import { Input } from '#components/ui/input.tsx'
import { Select } from '#components/ui/select.tsx'
import { AUDIT_FILTERS, type AuditFilter, type AuditFilters } from '#lib/client/audit.ts'
import { EVENT_GROUPS, groupWords } from '#lib/client/event-words.ts'
import { EVENT_TYPES } from '#lib/domain/events.ts'

interface AuditFilterFormProps {
  readonly filters: AuditFilters
  readonly onApply: (filters: AuditFilters) => void
}

const ANY = 'any'
const FIELDS_ID = 'audit-filters'
const TEXTS = ['user_id', 'project_id', 'owner', 'image_id'] as const
const TIMES = ['since', 'until'] as const

/** Which events are shown. A type counts at once, what is typed when it is applied. */
export function AuditFilterForm({ filters, onApply }: AuditFilterFormProps) {
  const t = useTranslations('audit.filter')
  const events = useTranslations('events')
  const common = useTranslations('common')
  const types = [
    { value: ANY, label: t('any') },
    ...EVENT_GROUPS.map((group) => ({
      value: group,
      label: groupWords(group, events),
      description: `${group}.*`,
    })),
    ...EVENT_TYPES.map((type) => ({ value: type, label: type })),
  ]
  const [draft, setDraft] = useState<AuditFilters>(filters)
  const [seen, setSeen] = useState(filters)
  const [isOpen, setOpen] = useState(false)
  // The address changed by other ways: a row's fact, the browser's back.
  if (AUDIT_FILTERS.some((name) => seen[name] !== filters[name])) {
    setSeen(filters)
    setDraft(filters)
  }
  const isFiltered = AUDIT_FILTERS.some((name) => filters[name] !== undefined)
  const set = (name: AuditFilter, value: string): AuditFilters => {
    const { [name]: _old, ...others } = draft
    return value.trim() === '' || value === ANY ? others : { ...others, [name]: value }
  }
  const input = (name: AuditFilter, type: 'text' | 'datetime-local') => (control: object) => (
    <Input
      {...control}
      type={type}
      spellCheck={false}
      value={inputValue(draft[name] ?? '', type)}
      onChange={(event) => setDraft(set(name, event.target.value))}
    />
  )
  return (
    <form
      aria-label={t('label')}
      className="mb-4 grid items-end gap-3 sm:grid-cols-2 lg:grid-cols-4"
      onSubmit={(event) => {
        event.preventDefault()
        onApply(draft)
      }}
    >
      <Field label={t('type')}>
        {(control) => (
          <Select
            {...control}
            value={draft.type ?? ANY}
            options={types}
            onChange={(type) => onApply(set('type', type))}
          />
        )}
      </Field>
      <Button
        className="sm:hidden"
        aria-expanded={isOpen}
        aria-controls={FIELDS_ID}
        onClick={() => setOpen(!isOpen)}
      >
        {t(isOpen ? 'fewer' : 'more')}
      </Button>
      {/* On a phone the events come first. */}
      <div id={FIELDS_ID} className={cx('contents', !isOpen && 'max-sm:hidden')}>
        {TEXTS.map((name) => (
          <Field key={name} label={t(name)}>
            {input(name, 'text')}
          </Field>
        ))}
        {TIMES.map((name) => (
          <Field key={name} label={t(name)}>
            {input(name, 'datetime-local')}
          </Field>
        ))}
      </div>
      <div className={cx('flex gap-2', !isOpen && !isFiltered && 'max-sm:hidden')}>
        <Button type="submit" variant="primary">
          {t('apply')}
        </Button>
        {isFiltered && (
          <Button variant="ghost" onClick={() => onApply({})}>
            {common('clear')}
          </Button>
        )}
      </div>
    </form>
  )
}

/** Addresses that come from elsewhere may carry seconds and a zone; the control takes minutes. */
function inputValue(text: string, type: 'text' | 'datetime-local'): string {
  return type === 'text' ? text : text.slice(0, 16)
}
