'use client'

import { Check, ChevronRight, Lock, Plus, Search } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useDeferredValue, useId, useMemo, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { cx } from '#components/ui/cx.ts'
import { Input } from '#components/ui/input.tsx'
import { ServiceText } from '#components/words/service-text.tsx'
import {
  type CatalogueNamespace,
  type CatalogueObject,
  searchCatalogue,
} from '#lib/client/metadefs/catalogue.ts'
import { keyProblem } from '#lib/client/metadefs/key-problem.ts'
import { type PropertyRow, writeLock } from '#lib/client/metadefs/property-rows.ts'
import { serviceText } from '#lib/client/service-text/service-text.ts'
import type { KeyDefinition } from '#lib/contract/metadefs/known-keys.ts'
import { defaultText } from '#lib/domain/metadefs/value-text.ts'
import type { PropertyForm } from '../form/use-property-form.ts'

/** What can be added: found by any text of a definition, one by one, by the object, by the namespace; or a key of one's own. */
export function CataloguePanel({ form }: { readonly form: PropertyForm }) {
  const t = useTranslations('properties.catalogue')
  const { definitions, rows, add } = form
  const searchId = useId()
  const [words, setWords] = useState('')
  const asked = useDeferredValue(words)
  const found = useMemo(() => searchCatalogue(definitions, asked), [definitions, asked])
  const present = useMemo(() => new Set(rows.map(({ key }) => key)), [rows])
  const count = found.reduce((sum, { keyCount }) => sum + keyCount, 0)
  return (
    <section aria-label={t('add')} className="grid content-start gap-2">
      <label htmlFor={searchId} className="text-sm font-semibold max-lg:sr-only">
        {t('add')}
      </label>
      <div className="relative">
        <Search aria-hidden className="absolute inset-y-0 start-2.5 my-auto size-3.5 text-faint" />
        <Input
          id={searchId}
          type="search"
          placeholder={t('search')}
          value={words}
          className="ps-8"
          onChange={(event) => setWords(event.target.value)}
        />
      </div>
      <p role="status" className="text-xs text-muted">
        {t(asked.trim() === '' ? 'defined' : 'found', { n: String(count) })}
      </p>
      <ul className="grid gap-px">
        {found.map((namespace) => (
          <Namespace
            key={namespace.name}
            namespace={namespace}
            isOpen={asked.trim() !== ''}
            present={present}
            lockOf={(key) => writeLock(form, key)}
            add={add}
          />
        ))}
      </ul>
      <CustomKey words={asked} form={form} />
    </section>
  )
}

/** A key that nobody has defined. */
function CustomKey({ words, form }: { readonly words: string; readonly form: PropertyForm }) {
  const t = useTranslations('properties.catalogue')
  const key = words.trim()
  const isTaken = form.rows.some((row) => row.key === key) || form.known.has(key)
  if (key === '' || /\s/.test(key) || isTaken) return null
  const problem = keyProblem(key)
  return (
    <Button
      size="sm"
      icon={Plus}
      className="max-w-full justify-start!"
      disabledReason={problem === null ? undefined : serviceText(problem).text}
      onClick={() => form.add([{ key, text: '' }])}
    >
      <span className="truncate">
        {t.rich('addOwn', { key: () => <code className="font-mono">{key}</code> })}
      </span>
    </Button>
  )
}

interface PartProps {
  readonly present: ReadonlySet<string>
  /** Why it cannot be set. */
  readonly lockOf: (key: string) => string | undefined
  readonly add: (rows: readonly PropertyRow[]) => void
}

function Namespace({
  namespace,
  isOpen,
  ...rest
}: PartProps & { readonly namespace: CatalogueNamespace; readonly isOpen: boolean }) {
  const { title, description, objects, keyCount } = namespace
  const keys = objects.flatMap((object) => object.keys)
  return (
    <li>
      {/* What is found is unfolded; the key makes the browser forget how it was folded before. */}
      <details key={String(isOpen)} className="group/ns" open={isOpen}>
        <summary className="flex min-h-8 cursor-pointer list-none items-center gap-1.5 rounded-md px-1 py-1 hover:bg-hover [&::-webkit-details-marker]:hidden">
          <ChevronRight
            aria-hidden
            className="size-3.5 shrink-0 text-muted transition-transform group-open/ns:rotate-90"
          />
          <bdi className="min-w-0 flex-1 truncate font-medium">{title}</bdi>
          <span className="text-xs text-faint tabular-nums">{keyCount}</span>
        </summary>
        <div className="ms-2.5 border-s ps-2.5 pb-1">
          {description && (
            <p dir="auto" className="py-1 text-xs text-muted">
              {description}
            </p>
          )}
          {objects.length === 1 && <AddAll title={title} keys={keys} {...rest} />}
          {objects.map((object) => (
            <ObjectPart key={object.name ?? ''} object={object} isAlone={objects.length === 1} {...rest} />
          ))}
        </div>
      </details>
    </li>
  )
}

function ObjectPart({
  object,
  isAlone,
  ...rest
}: PartProps & { readonly object: CatalogueObject; readonly isAlone: boolean }) {
  const { name, description, keys } = object
  return (
    <>
      {name !== null && (
        <div className="mt-1.5 mb-0.5">
          <p className="text-xs font-semibold">
            <bdi>{name}</bdi>
          </p>
          {description && (
            <p dir="auto" className="text-xs text-muted">
              {description}
            </p>
          )}
        </div>
      )}
      {!isAlone && name !== null && <AddAll title={name} keys={keys} {...rest} />}
      <ul>
        {keys.map((each) => (
          <KeyItem
            key={each.key}
            definition={each}
            isPresent={rest.present.has(each.key)}
            lock={rest.lockOf(each.key)}
            add={rest.add}
          />
        ))}
      </ul>
    </>
  )
}

/** All of them are shown, and nothing is set yet: nobody gets dozens of properties by one wrong press. */
function AddAll({
  title,
  keys,
  present,
  lockOf,
  add,
}: PartProps & { readonly title: string; readonly keys: readonly KeyDefinition[] }) {
  const t = useTranslations('properties.catalogue')
  const missing = keys.filter(
    ({ key, definition }) => !present.has(key) && definition.readonly !== true && lockOf(key) === undefined,
  )
  if (keys.length < 2) return null
  return (
    <Button
      size="sm"
      variant="ghost"
      icon={Plus}
      className="-ms-2 max-w-full"
      disabledReason={missing.length === 0 ? t('allThere') : undefined}
      onClick={() => add(missing.map(({ key }) => ({ key, text: null })))}
    >
      <span className="truncate">{t('showAll', { title, n: String(missing.length) })}</span>
    </Button>
  )
}

interface KeyItemProps {
  readonly definition: KeyDefinition
  readonly isPresent: boolean
  readonly lock: string | undefined
  readonly add: PartProps['add']
}

function KeyItem({ definition: { key, definition }, isPresent, lock, add }: KeyItemProps) {
  const t = useTranslations('properties.catalogue')
  const Icon = isPresent ? Check : lock === undefined ? Plus : Lock
  const isOff = isPresent || definition.readonly === true || lock !== undefined
  return (
    <li>
      <button
        type="button"
        aria-disabled={isOff || undefined}
        onClick={() => !isOff && add([{ key, text: defaultText(definition) ?? null }])}
        className={cx(
          'flex w-full items-start gap-2 rounded-md px-1.5 py-1 text-start',
          isOff ? 'cursor-default' : 'hover:bg-hover',
        )}
      >
        <Icon aria-hidden className={cx('mt-0.5 size-3.5 shrink-0', isPresent ? 'text-ok' : 'text-muted')} />
        <span className="min-w-0 flex-1">
          <bdi className="block">{definition.title || key}</bdi>
          <code className="block font-mono text-2xs break-all text-muted">{key}</code>
          {definition.description && (
            <span dir="auto" className="line-clamp-2 text-xs text-muted">
              {definition.description}
            </span>
          )}
          {isPresent && <span className="sr-only">{t('isThere')}</span>}
          {!isPresent && lock !== undefined && (
            <span className="block text-xs text-warn">
              <ServiceText>{lock}</ServiceText>
            </span>
          )}
          {definition.readonly && <span className="text-xs text-faint">{t('byCloud')}</span>}
        </span>
      </button>
    </li>
  )
}
