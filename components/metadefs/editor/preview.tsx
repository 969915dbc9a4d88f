'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Select } from '#components/ui/select.tsx'
import type { NamespaceTree } from '#lib/domain/metadefs/namespace.ts'
import { inLanguage } from '#lib/domain/metadefs/translations.ts'
import { FormPreview } from './form-preview.tsx'

interface PreviewProps {
  readonly tree: NamespaceTree
  /** Whose texts are shown; null: those of the namespace itself. */
  readonly language: string | null
}

/** The form beside the editor, for one of the things that the namespace is for. */
export function Preview({ tree, language }: PreviewProps) {
  const t = useTranslations('metadefs.preview')
  const types = tree.associations.map(({ name }) => name)
  const [chosen, setChosen] = useState('')
  const type = types.includes(chosen) ? chosen : (types[0] ?? '')
  return (
    <section
      aria-label={t('label')}
      className="min-w-0 rounded-lg border bg-surface px-4 py-3 xl:sticky xl:top-4"
    >
      <div className="mb-2 flex items-center gap-3">
        <h2 className="flex-1 text-sm font-semibold">{t('title')}</h2>
        {types.length > 1 && (
          <Select
            label={t('type')}
            value={type}
            options={types.map((value) => ({ value, label: value }))}
            className="w-56!"
            onChange={setChosen}
          />
        )}
      </div>
      <div className="xl:max-h-[calc(100dvh-9rem)] xl:overflow-y-auto">
        <FormPreview tree={language === null ? tree : inLanguage(tree, [language])} resourceType={type} />
      </div>
    </section>
  )
}
