'use client'

import { useTranslations } from 'next-intl'
import { useMemo, useState } from 'react'
import { propertyCheck } from '#lib/contract/metadefs/check-properties.ts'
import { knownKeys } from '#lib/contract/metadefs/known-keys.ts'
import type { NamespaceTree } from '#lib/domain/metadefs/namespace.ts'
import { PropertyField } from '../form/property-field.tsx'

/** The form that the namespace makes, to try out: what is typed here goes nowhere. */
export function FormPreview({
  tree,
  resourceType,
}: {
  readonly tree: NamespaceTree
  readonly resourceType: string
}) {
  const t = useTranslations('metadefs.preview')
  const [texts, setTexts] = useState<Readonly<Record<string, string | null>>>({})
  const known = useMemo(() => knownKeys([tree], resourceType), [tree, resourceType])
  const check = useMemo(() => propertyCheck(known), [known])
  if (known.size === 0)
    return (
      <p className="text-muted">
        {resourceType === '' ? t('nothingAtAll') : t('nothing', { type: resourceType })}
      </p>
    )
  return (
    <ul className="divide-y">
      {[...known].map(([key, definitions]) => {
        const text = Object.hasOwn(texts, key) ? (texts[key] ?? null) : null
        return (
          <PropertyField
            key={key}
            row={{ key, text }}
            definitions={definitions}
            problem={text === null ? undefined : check(key, text)[0]?.message}
            warning={undefined}
            lock={undefined}
            removeLock={undefined}
            isChanged={false}
            isMixed={false}
            isNew={false}
            onChange={(next) => setTexts((before) => ({ ...before, [key]: next }))}
            onRemove={undefined}
          />
        )
      })}
    </ul>
  )
}
