'use client'

import { Field } from '#components/form/field.tsx'
import { SwitchField } from '#components/form/switch-field.tsx'
import { TagInput } from '#components/form/tag-input.tsx'
import { Input, Textarea } from '#components/ui/input.tsx'
import { Select } from '#components/ui/select.tsx'
import { PROPERTY_TYPES, type PropertyDefinition, type PropertyType } from '#lib/domain/metadefs/namespace.ts'
import { choicesOf, defaultText, readText } from '#lib/domain/metadefs/value-text.ts'

const TYPE_WORDS: Readonly<Record<PropertyType, string>> = {
  string: 'Text',
  integer: 'Whole number',
  number: 'Number',
  boolean: 'Yes or no',
  array: 'Several values',
  object: 'JSON object',
}

interface DefinitionFieldsProps {
  readonly definition: PropertyDefinition
  readonly onChange: (definition: PropertyDefinition) => void
}

/** What a definition says: the fields that make sense for its type. */
export function DefinitionFields({ definition, onChange }: DefinitionFieldsProps) {
  const set = (change: Partial<Record<keyof PropertyDefinition, unknown>>): void =>
    onChange(withoutAbsent({ ...definition, ...change }) as PropertyDefinition)
  const parts = { definition, set }
  const { type } = definition
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <Field label="Title">
        {(control) => (
          <Input
            {...control}
            value={definition.title}
            onChange={(event) => set({ title: event.target.value })}
          />
        )}
      </Field>
      <Field label="Type">
        {(control) => (
          <Select
            {...control}
            value={type}
            options={PROPERTY_TYPES.map((value) => ({ value, label: TYPE_WORDS[value] }))}
            // Rules of another type would stay unseen.
            onChange={(next) => onChange(keptFor(next, definition))}
          />
        )}
      </Field>
      <Field label="Description" isOptional className="sm:col-span-2">
        {(control) => (
          <Textarea
            {...control}
            rows={2}
            value={definition.description ?? ''}
            onChange={(event) => set({ description: textOr(event.target.value) })}
          />
        )}
      </Field>
      {type !== 'boolean' && type !== 'object' && <ChoicesField {...parts} />}
      {(type === 'integer' || type === 'number') && (
        <Bounds {...parts} least="minimum" most="maximum" labels={['Least', 'Greatest']} />
      )}
      {type === 'string' && (
        <>
          <Bounds
            {...parts}
            least="minLength"
            most="maxLength"
            labels={['Fewest characters', 'Most characters']}
          />
          <PatternField {...parts} />
        </>
      )}
      {type === 'array' && <ArrayFields {...parts} />}
      <DefaultField {...parts} />
      <SwitchField
        label="Read-only"
        hint="People only look at it; a service sets it."
        isOn={definition.readonly ?? false}
        onChange={(isOn) => set({ readonly: isOn || undefined })}
      />
    </div>
  )
}

interface PartProps {
  readonly definition: PropertyDefinition
  readonly set: (change: Partial<Record<keyof PropertyDefinition, unknown>>) => void
}

function ChoicesField({ definition, set }: PartProps) {
  const isArray = definition.type === 'array'
  const choices = choicesOf(definition) ?? []
  function change(text: string): void {
    const lines = text.split('\n').filter((line, index, all) => line !== '' || index === all.length - 1)
    const values = text === '' ? undefined : lines.map((line) => readValue(definition, line))
    if (isArray) set({ items: withoutAbsent({ ...definition.items, enum: values }) })
    else set({ enum: values })
  }
  return (
    <Field
      label="Choices"
      isOptional
      hint={`One a line${choices.length > 12 ? `; ${choices.length} are searched` : ''}.`}
      className="sm:col-span-2"
    >
      {(control) => (
        <Textarea
          {...control}
          rows={Math.min(8, Math.max(2, choices.length))}
          spellCheck={false}
          value={choices.join('\n')}
          className="font-mono text-xs!"
          onChange={(event) => change(event.target.value)}
        />
      )}
    </Field>
  )
}

type NumberKey = 'minimum' | 'maximum' | 'minLength' | 'maxLength' | 'minItems' | 'maxItems'

interface BoundsProps extends PartProps {
  readonly least: NumberKey
  readonly most: NumberKey
  readonly labels: readonly [string, string]
}

function Bounds({ definition, set, least, most, labels }: BoundsProps) {
  return [least, most].map((key, index) => (
    <Field key={key} label={labels[index] ?? ''} isOptional>
      {(control) => (
        <Input
          {...control}
          type="number"
          step="any"
          defaultValue={definition[key] ?? ''}
          onChange={(event) =>
            set({ [key]: event.target.value === '' ? undefined : event.target.valueAsNumber })
          }
        />
      )}
    </Field>
  ))
}

function PatternField({ definition, set }: PartProps) {
  return (
    <Field
      label="Pattern"
      isOptional
      hint="A regular expression as Python has them; ^ and $ hold its ends."
      className="sm:col-span-2"
    >
      {(control) => (
        <Input
          {...control}
          spellCheck={false}
          value={definition.pattern ?? ''}
          className="font-mono text-xs!"
          onChange={(event) => set({ pattern: textOr(event.target.value) })}
        />
      )}
    </Field>
  )
}

function ArrayFields({ definition, set }: PartProps) {
  return (
    <>
      <Field label="Operators" isOptional hint="<in>, <all-in>, <or> …" className="sm:col-span-2">
        {(control) => (
          <TagInput
            {...control}
            tags={definition.operators ?? []}
            onChange={(operators) => set({ operators: operators.length === 0 ? undefined : operators })}
          />
        )}
      </Field>
      <Bounds
        definition={definition}
        set={set}
        least="minItems"
        most="maxItems"
        labels={['Fewest items', 'Most items']}
      />
      <SwitchField
        label="No item twice"
        hint="Each value at most once."
        isOn={definition.uniqueItems ?? false}
        onChange={(isOn) => set({ uniqueItems: isOn || undefined })}
      />
      <SwitchField
        label="Other items too"
        hint="Values besides the choices."
        isOn={definition.additionalItems ?? false}
        onChange={(isOn) => set({ additionalItems: isOn || undefined })}
      />
    </>
  )
}

function DefaultField({ definition, set }: PartProps) {
  return (
    <Field label="Default" isOptional hint="Offered where nothing else is known.">
      {(control) => (
        <Input
          {...control}
          key={definition.type}
          defaultValue={defaultText(definition) ?? ''}
          onChange={(event) =>
            set({
              default: event.target.value === '' ? undefined : readValue(definition, event.target.value),
            })
          }
        />
      )}
    </Field>
  )
}

/** As JSON has it: a number where numbers are meant and one was typed. */
function readValue(definition: PropertyDefinition, text: string): unknown {
  const { type } = definition
  const isPlain = type === 'integer' || type === 'number' || type === 'boolean'
  return isPlain ? (readText(definition, text) ?? text) : text
}

const ALWAYS = ['title', 'description', 'readonly'] as const

function keptFor(type: PropertyType, definition: PropertyDefinition): PropertyDefinition {
  const kept = Object.fromEntries(
    ALWAYS.flatMap((key) => (key in definition ? [[key, definition[key]]] : [])),
  )
  return { title: '', ...kept, type }
}

function withoutAbsent<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as T
}

function textOr(text: string): string | undefined {
  return text === '' ? undefined : text
}
