'use client'

import { useTranslations } from 'next-intl'
import type { KeyboardEvent } from 'react'
import { Combobox } from '#components/ui/combobox.tsx'
import { Input, Textarea } from '#components/ui/input.tsx'
import { Select } from '#components/ui/select.tsx'
import { Switch } from '#components/ui/switch.tsx'
import { type FieldKind, fieldKind } from '#lib/client/metadefs/field-kind.ts'
import type { PropertyDefinition } from '#lib/domain/metadefs/namespace.ts'
import { defaultText, readText } from '#lib/domain/metadefs/value-text.ts'
import type { PropertyControlProps } from './control-props.ts'
import { ItemsControl } from './items-control.tsx'

const FREE: PropertyDefinition = { title: '', type: 'string' }

/** The control for a property by its definition; one for free text where there is none. */
export function PropertyControl({
  definition = FREE,
  ...rest
}: Omit<PropertyControlProps, 'definition'> & { readonly definition?: PropertyDefinition | undefined }) {
  const props = { ...rest, definition }
  const kind = fieldKind(definition)
  const { text } = props
  switch (kind.kind) {
    case 'switch': {
      const isOn = readSwitch(kind, definition, text)
      return isOn === undefined ? (
        <LineControl {...props} />
      ) : (
        <SwitchControl {...props} {...kind} isOn={isOn} />
      )
    }
    case 'list':
      return <ListControl {...props} choices={kind.choices} />
    case 'search':
      return <SearchControl {...props} choices={kind.choices} />
    case 'items':
      return <ItemsControl {...props} choices={kind.choices} />
    case 'number':
      return <NumberControl {...props} />
    case 'line':
      return <LineControl {...props} />
    case 'text':
      return <TextControl {...props} />
  }
}

function useUnsetWords(definition: PropertyDefinition): string {
  const t = useTranslations('properties.field')
  const usual = defaultText(definition)
  return usual === undefined ? t('notSet') : t('notSetUsually', { value: usual })
}

/** An emptied field takes its property away. */
function typed(text: string): string | null {
  return text === '' ? null : text
}

/** Undefined for a text that is neither: it must be seen to be corrected. */
function readSwitch(
  { on, off }: Extract<FieldKind, { kind: 'switch' }>,
  definition: PropertyDefinition,
  text: string | null,
): boolean | undefined {
  if (text === null) return false
  if (definition.type === 'boolean') return readText(definition, text) as boolean | undefined
  return text === on ? true : text === off ? false : undefined
}

type SwitchControlProps = PropertyControlProps & {
  readonly on: string
  readonly off: string
  readonly isOn: boolean
}

function SwitchControl({
  control,
  definition,
  text,
  isDisabled,
  onChange,
  on,
  off,
  isOn,
}: SwitchControlProps) {
  const unset = useUnsetWords(definition)
  const { id, ...attributes } = control
  return (
    <span className="flex h-8 items-center gap-2.5">
      <Switch
        id={id}
        {...attributes}
        isOn={isOn}
        isDisabled={isDisabled}
        onChange={(next) => onChange(next ? on : off)}
      />
      <span aria-hidden className={text === null ? 'text-faint' : 'text-muted'}>
        {text ?? unset}
      </span>
    </span>
  )
}

type ChoiceControlProps = PropertyControlProps & { readonly choices: readonly string[] }

/** Values carry a mark before them, so that an empty one differs from none. */
function ListControl({ control, definition, text, isDisabled, onChange, choices }: ChoiceControlProps) {
  const t = useTranslations('properties.field')
  const unset = useUnsetWords(definition)
  const known = text === null || choices.includes(text) ? choices : [...choices, text]
  return (
    <Select
      {...control}
      value={text === null ? '' : `=${text}`}
      isDisabled={isDisabled}
      options={[
        { value: '', label: unset },
        ...known.map((choice) => ({
          value: `=${choice}`,
          label: choice === '' ? t('empty') : choice,
          ...(!choices.includes(choice) && {
            description: t('notInDefinition'),
          }),
        })),
      ]}
      onChange={(value) => onChange(value === '' ? null : value.slice(1))}
    />
  )
}

function SearchControl({
  control,
  label,
  definition,
  text,
  isDisabled,
  onChange,
  choices,
}: ChoiceControlProps) {
  const t = useTranslations('properties.field')
  const unset = useUnsetWords(definition)
  const known = text === null || choices.includes(text) ? choices : [...choices, text]
  return (
    <Combobox
      {...control}
      label={label}
      value={text}
      options={known}
      isDisabled={isDisabled}
      placeholder={t('typeToSearch', { unset, n: String(choices.length) })}
      onChange={onChange}
    />
  )
}

/** Text and not a number field: what stands there must be seen, also when it is no number. Arrows count up and down. */
function NumberControl({ control, definition, text, isDisabled, onChange }: PropertyControlProps) {
  const common = useTranslations('common')
  const unset = useUnsetWords(definition)
  const { type, minimum, maximum } = definition
  const value = Number(text ?? '')
  function count(event: KeyboardEvent): void {
    const step = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0
    if (step === 0 || Number.isNaN(value)) return
    event.preventDefault()
    const next = text === null ? (minimum ?? 0) : value + step
    onChange(String(Math.min(maximum ?? next, Math.max(minimum ?? next, next))))
  }
  return (
    <Input
      {...control}
      role="spinbutton"
      aria-valuemin={minimum}
      aria-valuemax={maximum}
      aria-valuenow={text === null || Number.isNaN(value) ? undefined : value}
      aria-valuetext={text ?? common('notSet')}
      inputMode={type === 'integer' ? 'numeric' : 'decimal'}
      value={text ?? ''}
      placeholder={unset}
      disabled={isDisabled}
      className="tabular-nums"
      onKeyDown={count}
      onChange={(event) => onChange(typed(event.target.value.trim()))}
    />
  )
}

function LineControl({ control, definition, text, isDisabled, onChange }: PropertyControlProps) {
  const unset = useUnsetWords(definition)
  return (
    <Input
      {...control}
      dir="auto"
      spellCheck={false}
      value={text ?? ''}
      placeholder={unset}
      disabled={isDisabled}
      onChange={(event) => onChange(typed(event.target.value))}
    />
  )
}

/** One line high, and higher as text comes. */
function TextControl({ control, definition, text, isDisabled, onChange }: PropertyControlProps) {
  const unset = useUnsetWords(definition)
  return (
    <Textarea
      {...control}
      dir="auto"
      rows={1}
      spellCheck={false}
      value={text ?? ''}
      placeholder={unset}
      disabled={isDisabled}
      className="field-sizing-content max-h-48 min-h-8! resize-none pointer-coarse:min-h-10!"
      onChange={(event) => onChange(typed(event.target.value))}
    />
  )
}
