'use client'

import { Undo2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { IconButton } from '#components/ui/icon-button.tsx'
import { ServiceText } from '#components/words/service-text.tsx'
import type { PropertyForm } from '../form/use-property-form.ts'

/** What saving would do, property by property. */
export function ChangesView({ form }: { readonly form: PropertyForm }) {
  const t = useTranslations('properties.compare')
  const { base, changes, known, problems, undo } = form
  const rows = [
    ...Object.entries(changes.set).map(([key, after]) => ({ key, before: beforeOf(form, key), after })),
    ...changes.removed.map((key) => ({ key, before: beforeOf(form, key), after: null })),
  ].sort((one, other) => one.key.localeCompare(other.key))
  if (rows.length === 0) return <p className="py-6 text-center text-muted">{t('nothing')}</p>
  return (
    <ul aria-label={t('label')} className="divide-y rounded-lg border">
      {rows.map(({ key, before, after }) => (
        <li
          key={key}
          className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-0.5 px-3 py-2 sm:grid-cols-[2fr_3fr_auto]"
        >
          <div className="min-w-0">
            <bdi className="block font-medium">{known.get(key)?.[0]?.definition.title || key}</bdi>
            <code className="font-mono text-2xs break-all text-muted">{key}</code>
            {problems.has(key) && (
              <p className="text-xs font-medium text-danger">
                <ServiceText>{problems.get(key) ?? ''}</ServiceText>
              </p>
            )}
          </div>
          <div className="min-w-0 font-mono text-xs leading-5 break-all whitespace-pre-wrap">
            {before !== null && (
              <del className="block text-danger decoration-danger/60">
                <span className="sr-only">{t('before')}</span>
                {before === '' ? t('empty') : before}
              </del>
            )}
            {base.mixed.has(key) && <span className="block font-sans text-muted">{t('mixed')}</span>}
            {after === null ? (
              <span className="block font-sans text-muted">{t('taken')}</span>
            ) : (
              <ins className="block text-ok no-underline">
                <span className="sr-only">{t('after')}</span>
                {after === '' ? t('empty') : after}
              </ins>
            )}
          </div>
          <IconButton
            size="sm"
            icon={Undo2}
            label={t('undo', { key })}
            className="max-sm:col-start-2 max-sm:row-start-1"
            onClick={() => undo(key)}
          />
        </li>
      ))}
    </ul>
  )
}

function beforeOf({ base }: PropertyForm, key: string): string | null {
  return Object.hasOwn(base.properties, key) ? (base.properties[key] ?? '') : null
}
