'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { TagInput } from '#components/form/tag-input.tsx'
import { MultiCombobox } from '#components/ui/combobox.tsx'
import { Input } from '#components/ui/input.tsx'
import { Select } from '#components/ui/select.tsx'
import { isList, operatorsOf, readText, writeText } from '#lib/domain/metadefs/value-text.ts'
import type { PropertyControlProps } from './control-props.ts'

type ItemsControlProps = PropertyControlProps & { readonly choices: readonly string[] | null }

const OPERATOR_WORDS: ReadonlyMap<string, 'in' | 'allIn' | 'or'> = new Map([
  ['<in>', 'in'],
  ['<all-in>', 'allIn'],
  ['<or>', 'or'],
])

/** Several values, and how a scheduler compares them. */
export function ItemsControl(props: ItemsControlProps) {
  const t = useTranslations('properties.field')
  const { control, label, definition, text, isDisabled, onChange, choices } = props
  const operators = operatorsOf(definition)
  const read = text === null ? undefined : readText(definition, text)
  // Without items there is no text that could remember it.
  const [chosen, setChosen] = useState<string>(operators[0])
  const value = isList(read) && read.items.length > 0 ? read : { operator: chosen, items: [] }
  const isFree = choices === null || definition.additionalItems === true
  const write = (operator: string, items: readonly string[]): void =>
    onChange(items.length === 0 ? null : writeText({ operator, items }))

  const wordsOf = (operator: string): string => {
    const key = OPERATOR_WORDS.get(operator)
    return key === undefined ? operator : `${t(key)} ${operator}`
  }

  if (isDisabled) return <Input {...control} value={text ?? ''} disabled readOnly />
  const offered = operators.includes(value.operator) ? operators : [...operators, value.operator]
  return (
    <div className="flex flex-wrap items-start gap-2">
      <Select
        label={t('operator', { label })}
        value={value.operator}
        options={offered.map((operator) => ({ value: operator, label: wordsOf(operator) }))}
        className="w-auto! max-w-40"
        onChange={(operator) => {
          setChosen(operator)
          write(operator, value.items)
        }}
      />
      <div className="min-w-0 flex-1 basis-44">
        {isFree ? (
          <TagInput {...control} tags={value.items} onChange={(items) => write(value.operator, items)} />
        ) : (
          <MultiCombobox
            {...control}
            label={label}
            values={value.items}
            options={[...choices, ...value.items.filter((item) => !choices.includes(item))]}
            placeholder={t('typeToSearchItems')}
            onChange={(items) => write(value.operator, items)}
          />
        )}
      </div>
    </div>
  )
}
