'use client'

import { useTranslations } from 'next-intl'
import { Field } from '#components/form/field.tsx'
import { SwitchField } from '#components/form/switch-field.tsx'
import { TagInput } from '#components/form/tag-input.tsx'
import { Input, Textarea } from '#components/ui/input.tsx'
import { Select } from '#components/ui/select.tsx'
import { PROPERTY_TYPES, type PropertyDefinition, type PropertyType } from '#lib/domain/metadefs/namespace.ts'
import { choicesOf, defaultText, readText } from '#lib/domain/metadefs/value-text.ts'

interface DefinitionFieldsProps {
  readonly definition: PropertyDefinition
  readonly onChange: (definition: PropertyDefinition) => void
}

/** What a definition says: the fields that make sense for its type. */
export function DefinitionFields({ definition, onChange }: DefinitionFieldsProps) {
  const t = useTranslations('metadefs.property')
  const common = useTranslations('common')
  const set = (change: Partial<Record<keyof PropertyDefinition, unknown>>): void =>
    onChange(withoutAbsent({ ...definition, ...change }) as PropertyDefinition)
  const parts = { definition, set }
  const { type } = definition
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <Field label={t('title')}>
        {(control) => (
          <Input
            {...control}
            value={definition.title}
            onChange={(event) => set({ title: event.target.value })}
          />
        )}
      </Field>
      <Field label={t('type')}>
        {(control) => (
          <Select
            {...control}
            value={type}
            options={PROPERTY_TYPES.map((value) => ({ value, label: t(`types.${value}`) }))}
            // Rules of another type would stay unseen.
            onChange={(next) => onChange(keptFor(next, definition))}
          />
        )}
      </Field>
      <Field label={common('description')} isOptional className="sm:col-span-2">
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
      {(type === 'integer' || type === 'number') && <Bounds {...parts} least="minimum" most="maximum" />}
      {type === 'string' && (
        <>
          <Bounds {...parts} least="minLength" most="maxLength" />
          <PatternField {...parts} />
        </>
      )}
      {type === 'array' && <ArrayFields {...parts} />}
      <DefaultField {...parts} />
      <SwitchField
        label={t('readOnly')}
        hint={t('readOnlyHint')}
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
  const t = useTranslations('metadefs.property')
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
      label={t('choices')}
      isOptional
      hint={choices.length > 12 ? t('choicesSearched', { n: String(choices.length) }) : t('choicesHint')}
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
}

function Bounds({ definition, set, least, most }: BoundsProps) {
  const t = useTranslations('metadefs.property')
  return [least, most].map((key) => (
    <Field key={key} label={t(key)} isOptional>
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
  const t = useTranslations('metadefs.property')
  return (
    <Field label={t('pattern')} isOptional hint={t('patternHint')} className="sm:col-span-2">
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
  const t = useTranslations('metadefs.property')
  return (
    <>
      <Field label={t('operators')} isOptional hint="<in>, <all-in>, <or> …" className="sm:col-span-2">
        {(control) => (
          <TagInput
            {...control}
            tags={definition.operators ?? []}
            onChange={(operators) => set({ operators: operators.length === 0 ? undefined : operators })}
          />
        )}
      </Field>
      <Bounds definition={definition} set={set} least="minItems" most="maxItems" />
      <SwitchField
        label={t('unique')}
        hint={t('uniqueHint')}
        isOn={definition.uniqueItems ?? false}
        onChange={(isOn) => set({ uniqueItems: isOn || undefined })}
      />
      <SwitchField
        label={t('others')}
        hint={t('othersHint')}
        isOn={definition.additionalItems ?? false}
        onChange={(isOn) => set({ additionalItems: isOn || undefined })}
      />
    </>
  )
}

function DefaultField({ definition, set }: PartProps) {
  const t = useTranslations('metadefs.property')
  return (
    <Field label={t('default')} isOptional hint={t('defaultHint')}>
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
