'use client'

import { useTranslations } from 'next-intl'
import { Input } from '#components/ui/input.tsx'
import { Select } from '#components/ui/select.tsx'
import { Field } from './field.tsx'

const DAY_MS = 86_400_000
const SPANS = { day: DAY_MS, week: 7 * DAY_MS, month: 30 * DAY_MS } as const

/** When something ends by itself, as a person says it. `time` is what a `datetime-local` field holds. */
export type EndText =
  | { readonly kind: 'never' | keyof typeof SPANS }
  | { readonly kind: 'time'; readonly text: string }

/** Milliseconds since the epoch; null: never; undefined: it is no time to come. */
export function endOf(end: EndText, nowMs = Date.now()): number | null | undefined {
  if (end.kind === 'never') return null
  if (end.kind !== 'time') return nowMs + SPANS[end.kind]
  const ms = new Date(end.text).getTime()
  return ms > nowMs ? ms : undefined
}

export function endTextOf(endMs: number | null): EndText {
  return endMs === null ? { kind: 'never' } : { kind: 'time', text: localText(endMs) }
}

/** As a `datetime-local` field has it: the reader's own zone, to the minute. */
function localText(ms: number): string {
  const date = new Date(ms)
  return new Date(ms - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

interface EndFieldProps {
  readonly label: string
  readonly hint: string
  readonly value: EndText
  readonly onChange: (end: EndText) => void
}

export function EndField({ label, hint, value, onChange }: EndFieldProps) {
  const t = useTranslations('common.end')
  return (
    <div className="grid gap-2">
      <Field label={label} hint={hint}>
        {(control) => (
          <Select
            {...control}
            value={value.kind}
            options={KINDS.map((kind) => ({ value: kind, label: t(kind) }))}
            onChange={(kind) =>
              onChange(kind === 'time' ? { kind, text: localText(Date.now() + DAY_MS) } : { kind })
            }
          />
        )}
      </Field>
      {value.kind === 'time' && (
        <Field
          label={t('dayAndTime', { label })}
          error={endOf(value) === undefined ? t('future') : undefined}
        >
          {(control) => (
            <Input
              {...control}
              type="datetime-local"
              value={value.text}
              onChange={(event) => onChange({ kind: 'time', text: event.target.value })}
            />
          )}
        </Field>
      )}
    </div>
  )
}

const KINDS: readonly EndText['kind'][] = ['never', 'day', 'week', 'month', 'time']
