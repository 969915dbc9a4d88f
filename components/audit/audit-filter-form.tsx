'use client'

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
const TYPES = [
  { value: ANY, label: 'Any' },
  ...EVENT_GROUPS.map((group) => ({ value: group, label: groupWords(group), description: `${group}.*` })),
  ...EVENT_TYPES.map((type) => ({ value: type, label: type })),
]

const TEXTS: readonly { readonly name: AuditFilter; readonly label: string }[] = [
  { name: 'user_id', label: 'User ID' },
  { name: 'project_id', label: 'Done in project (ID)' },
  { name: 'owner', label: 'Belongs to project (ID)' },
  { name: 'image_id', label: 'Image ID' },
]
const TIMES: readonly { readonly name: AuditFilter; readonly label: string }[] = [
  { name: 'since', label: 'Since (UTC)' },
  { name: 'until', label: 'Until (UTC)' },
]

/** Which events are shown. A type counts at once, what is typed when it is applied. */
export function AuditFilterForm({ filters, onApply }: AuditFilterFormProps) {
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
      aria-label="Filters"
      className="mb-4 grid items-end gap-3 sm:grid-cols-2 lg:grid-cols-4"
      onSubmit={(event) => {
        event.preventDefault()
        onApply(draft)
      }}
    >
      <Field label="Type">
        {(control) => (
          <Select
            {...control}
            value={draft.type ?? ANY}
            options={TYPES}
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
        {isOpen ? 'Fewer filters' : 'More filters'}
      </Button>
      {/* On a phone the events come first. */}
      <div id={FIELDS_ID} className={cx('contents', !isOpen && 'max-sm:hidden')}>
        {TEXTS.map(({ name, label }) => (
          <Field key={name} label={label}>
            {input(name, 'text')}
          </Field>
        ))}
        {TIMES.map(({ name, label }) => (
          <Field key={name} label={label}>
            {input(name, 'datetime-local')}
          </Field>
        ))}
      </div>
      <div className={cx('flex gap-2', !isOpen && !isFiltered && 'max-sm:hidden')}>
        <Button type="submit" variant="primary">
          Apply
        </Button>
        {isFiltered && (
          <Button variant="ghost" onClick={() => onApply({})}>
            Clear
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
