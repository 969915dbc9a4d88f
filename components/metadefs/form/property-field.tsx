'use client'

import { Lock, RotateCcw, Trash2 } from 'lucide-react'
import { useEffect, useId, useRef } from 'react'
import { Badge } from '#components/ui/badge.tsx'
import { cx } from '#components/ui/cx.ts'
import { IconButton } from '#components/ui/icon-button.tsx'
import { rangeText } from '#lib/client/metadefs/field-kind.ts'
import type { PropertyRow } from '#lib/client/metadefs/property-rows.ts'
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
  const id = useId()
  const frame = useFocusWhenNew(props.isNew)
  const [first] = definitions
  const definition = first?.definition
  const title = definition?.title || row.key
  const locked =
    lock ?? (definition?.readonly ? 'The cloud itself sets it; people only look at it.' : undefined)
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
              label={`Set ${title} to its default, ${usual}`}
              onClick={() => onChange(usual)}
            />
          )}
          {onRemove && (
            <IconButton
              size="sm"
              icon={Trash2}
              label={`Remove ${title}`}
              disabledReason={props.removeLock}
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
          <p className="font-medium text-danger">{sentence(problem)}</p>
        )}
        {warning !== undefined && (
          <p className="font-medium text-warn">Its definition says that it {sentence(warning, '')}</p>
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
  return (
    <>
      {definitions.some(({ isRequired }) => isRequired) && <Badge>Required</Badge>}
      {definitions.length === 0 && <Badge>Custom</Badge>}
      {definitions.length > 1 && <Badge tone="warn">Defined {definitions.length} times</Badge>}
      {isMixed && <Badge tone="accent">Different values</Badge>}
      {isLocked && (
        <Badge icon={Lock} tone="warn">
          Locked
        </Badge>
      )}
    </>
  )
}

/** Text of definitions is text: it is never read as markup. */
function About({ definitions }: { readonly definitions: readonly KeyDefinition[] }) {
  const [first] = definitions
  if (first === undefined)
    return <p>No definition says what it means. It is kept as it stands; who reads it may know it.</p>
  const { description, pattern } = first.definition
  const range = rangeText(first.definition)
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
          Like <code className="font-mono text-2xs break-all">{pattern}</code>
        </p>
      )}
      {trouble !== undefined && <p>Its pattern is not checked: {trouble}</p>}
      {definitions.length > 1 && (
        <p className="text-warn">
          {definitions.map(({ namespace }) => namespace.name).join(' and ')} define it. One of them must allow
          the value.
        </p>
      )}
    </>
  )
}

function sentence(words: string, first = words.charAt(0).toUpperCase()): string {
  const text = first === '' ? words : first + words.slice(1)
  return /[.!?…]$/.test(text) ? text : `${text}.`
}
