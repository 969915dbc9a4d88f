'use client'

import { Lock, RotateCcw, Trash2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useId, useRef } from 'react'
import { Badge } from '#components/ui/badge.tsx'
import { cx } from '#components/ui/cx.ts'
import { IconButton } from '#components/ui/icon-button.tsx'
import { pageLanguage } from '#lib/client/language.ts'
import { rangeText } from '#lib/client/metadefs/field-kind.ts'
import type { PropertyRow } from '#lib/client/metadefs/property-rows.ts'
import { serviceText } from '#lib/client/service-text/service-text.ts'
import type { KeyDefinition } from '#lib/contract/metadefs/known-keys.ts'
import { patternTrouble } from '#lib/contract/metadefs/value-schema.ts'
import { defaultText } from '#lib/domain/metadefs/value-text.ts'
import { PropertyControl } from './property-control.tsx'

/** Longer patterns explain nothing to people. */
const MOST_SHOWN = 40

interface PropertyFieldProps {
  readonly row: PropertyRow
  /** Where the key is defined; more than one is pointed out, none is a key of the site's own. */
  readonly definitions: readonly KeyDefinition[]
  readonly problem: string | undefined
  /** What is wrong with what it has already: worth knowing, and nobody is made to correct it. */
  readonly warning: string | undefined
  /** Why it cannot be changed. */
  readonly lock: string | undefined
  /** Why it cannot be taken away. */
  readonly removeLock: string | undefined
  readonly isChanged: boolean
  /** Several images have different values. */
  readonly isMixed: boolean
  /** The person has just added it: typing begins here. */
  readonly isNew: boolean
  readonly onChange: (text: string | null) => void
  /** Undefined where it cannot be taken away, as in a preview. */
  readonly onRemove: (() => void) | undefined
}

/** One property: what it is called, its control, and beside it what it means. */
export function PropertyField(props: PropertyFieldProps) {
  const { row, definitions, problem, warning, lock, isChanged, isMixed, onChange, onRemove } = props
  const t = useTranslations('properties.field')
  const id = useId()
  const frame = useFocusWhenNew(props.isNew)
  const [first] = definitions
  const definition = first?.definition
  const title = definition?.title || row.key
  const locked = (lock && serviceText(lock).text) ?? (definition?.readonly ? t('readOnly') : undefined)
  const usual = definition && defaultText(definition)
  return (
    <li
      ref={frame}
      className={cx(
        'relative grid scroll-m-16 gap-x-5 gap-y-1 py-2.5 sm:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]',
        isChanged &&
          'before:absolute before:inset-y-2 before:-start-3 before:w-0.5 before:rounded-full before:bg-accent',
      )}
    >
      <div className="flex min-w-0 items-start gap-2 sm:col-span-2">
        <div className="flex min-w-0 flex-1 flex-wrap items-center gap-x-2 gap-y-0.5">
          <label htmlFor={id} className="font-medium">
            <bdi>{title}</bdi>
          </label>
          {definition && <code className="min-w-0 font-mono text-2xs break-all text-muted">{row.key}</code>}
          <Marks
            definitions={definitions}
            isMixed={isMixed && row.text === null}
            isLocked={locked !== undefined}
          />
        </div>
        <div className="-my-1 flex shrink-0">
          {usual !== undefined && row.text !== usual && locked === undefined && (
            <IconButton
              size="sm"
              icon={RotateCcw}
              label={t('setDefault', { title, value: usual })}
              onClick={() => onChange(usual)}
            />
          )}
          {onRemove && (
            <IconButton
              size="sm"
              icon={Trash2}
              label={t('remove', { title })}
              disabledReason={props.removeLock && serviceText(props.removeLock).text}
              onClick={onRemove}
            />
          )}
        </div>
      </div>
      <div className="min-w-0">
        <PropertyControl
          control={{
            id,
            'aria-describedby': `${id}-about`,
            'aria-invalid': problem === undefined ? undefined : true,
          }}
          label={title}
          definition={definition}
          text={row.text}
          isDisabled={locked !== undefined}
          onChange={onChange}
        />
      </div>
      <div id={`${id}-about`} className="min-w-0 text-xs text-muted">
        {problem !== undefined && problem !== locked && (
          <p className="font-medium text-danger">{sentence(serviceText(problem).text)}</p>
        )}
        {warning !== undefined && (
          <p className="font-medium text-warn">
            {t('warning', { problem: sentence(serviceText(warning).text, '') })}
          </p>
        )}
        {locked !== undefined && <p className="text-warn">{locked}</p>}
        <About definitions={definitions} />
      </div>
    </li>
  )
}

function useFocusWhenNew(isNew: boolean) {
  const frame = useRef<HTMLLIElement>(null)
  const wasNew = useRef(isNew)
  useEffect(() => {
    if (!wasNew.current) return
    frame.current?.scrollIntoView({ block: 'nearest' })
    // The first control stands behind the buttons of the row.
    frame.current?.querySelector<HTMLElement>('input, textarea, [role="combobox"]')?.focus()
  }, [])
  return frame
}

interface MarksProps {
  readonly definitions: readonly KeyDefinition[]
  readonly isMixed: boolean
  readonly isLocked: boolean
}

function Marks({ definitions, isMixed, isLocked }: MarksProps) {
  const t = useTranslations('properties.field')
  return (
    <>
      {definitions.some(({ isRequired }) => isRequired) && <Badge>{t('required')}</Badge>}
      {definitions.length === 0 && <Badge>{t('custom')}</Badge>}
      {definitions.length > 1 && (
        <Badge tone="warn">{t('severalTimes', { n: String(definitions.length) })}</Badge>
      )}
      {isMixed && <Badge tone="accent">{t('mixed')}</Badge>}
      {isLocked && (
        <Badge icon={Lock} tone="warn">
          {t('locked')}
        </Badge>
      )}
    </>
  )
}

/** Text of definitions is text: it is never read as markup. */
function About({ definitions }: { readonly definitions: readonly KeyDefinition[] }) {
  const t = useTranslations('properties')
  const [first] = definitions
  if (first === undefined) return <p>{t('field.noDefinition')}</p>
  const { description, pattern } = first.definition
  const range = rangeText(first.definition, t)
  const trouble = patternTrouble(first.definition)
  return (
    <>
      {description && (
        <p dir="auto" className="break-words whitespace-pre-line">
          {description}
        </p>
      )}
      {range !== '' && <p>{sentence(range)}</p>}
      {pattern !== undefined && pattern.length <= MOST_SHOWN && trouble === undefined && (
        <p>
          {t.rich('field.like', {
            pattern: () => <code className="font-mono text-2xs break-all">{pattern}</code>,
          })}
        </p>
      )}
      {trouble !== undefined && <p>{t('field.patternOff', { problem: serviceText(trouble).text })}</p>}
      {definitions.length > 1 && (
        <p className="text-warn">
          {t('field.severalNamespaces', {
            names: listText(definitions.map(({ namespace }) => namespace.name)),
          })}
        </p>
      )}
    </>
  )
}

function listText(names: readonly string[]): string {
  return new Intl.ListFormat(pageLanguage(), { type: 'conjunction' }).format(names)
}

function sentence(words: string, first = words.charAt(0).toUpperCase()): string {
  const text = first === '' ? words : first + words.slice(1)
  return /[.!?…]$/.test(text) ? text : `${text}.`
}
