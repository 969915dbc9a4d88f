'use client'

import { useTranslations } from 'next-intl'
import { useId } from 'react'
import { titleOf } from '#lib/client/metadefs/definitions.ts'
import { type PropertyRow, removeLock, writeLock } from '#lib/client/metadefs/property-rows.ts'
import type { KeyDefinition, KnownKeys } from '#lib/contract/metadefs/known-keys.ts'
import { PropertyField } from './property-field.tsx'
import type { PropertyForm } from './use-property-form.ts'

interface PropertyListProps {
  readonly form: PropertyForm
  /** What the service said about single properties, by key. */
  readonly refusals: ReadonlyMap<string, string>
}

/** The properties of the form, under the headings of their namespaces. */
export function PropertyList({ form, refusals }: PropertyListProps) {
  const t = useTranslations('properties')
  const { base, known, rows, problems, changes } = form
  return groupsOf(rows, known, t('own')).map(({ title, rows: members }) => (
    <Group key={title} title={title}>
      {members.map((row) => (
        <PropertyField
          key={row.key}
          row={row}
          definitions={known.get(row.key) ?? []}
          problem={problems.get(row.key) ?? refusals.get(row.key)}
          warning={form.warnings.get(row.key)}
          lock={writeLock(form, row.key)}
          removeLock={removeLock(form, row.key)}
          isChanged={Object.hasOwn(changes.set, row.key) || changes.removed.includes(row.key)}
          isMixed={base.mixed.has(row.key)}
          isNew={form.newKey === row.key}
          onChange={(text) => form.setText(row.key, text)}
          onRemove={() => form.remove(row.key)}
        />
      ))}
    </Group>
  ))
}

interface GroupProps {
  readonly title: string
  readonly children: React.ReactNode
}

function Group({ title, children }: GroupProps) {
  const id = useId()
  return (
    <section aria-labelledby={id} className="mb-4">
      <h3
        id={id}
        className="sticky -top-4 z-10 -mx-1 border-b bg-raised px-1 py-1 text-xs font-semibold text-muted"
      >
        <bdi>{title}</bdi>
      </h3>
      <ul className="divide-y ps-3">{children}</ul>
    </section>
  )
}

function groupsOf(rows: readonly PropertyRow[], known: KnownKeys, own: string) {
  const groups = Map.groupBy(rows, ({ key }) => groupTitle(known.get(key)?.[0]) ?? own)
  return [...groups].map(([title, members]) => ({ title, rows: members }))
}

/** Null for what nobody has defined. */
function groupTitle(definition: KeyDefinition | undefined): string | null {
  if (definition === undefined) return null
  const { namespace, object } = definition
  return object === null ? titleOf(namespace) : `${titleOf(namespace)} › ${object.name}`
}
