'use client'

import { BookmarkPlus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Field } from '#components/form/field.tsx'
import { Button } from '#components/ui/button.tsx'
import { Input } from '#components/ui/input.tsx'
import { showToast } from '#components/ui/toast-store.ts'
import { ownPresets } from '#lib/client/metadefs/presets.ts'
import type { Properties } from '#lib/client/metadefs/property-rows.ts'

const LONGEST = 60

/** Keeps these properties under a name, for other images. */
export function SavePreset({ properties }: { readonly properties: Properties }) {
  const t = useTranslations('properties.presets')
  const common = useTranslations('common')
  const [isNaming, setIsNaming] = useState(false)
  const [name, setName] = useState('')
  const wanted = name.trim()

  function save(): void {
    if (wanted === '') return
    ownPresets.save({ name: wanted, properties })
    showToast({ tone: 'ok', title: t('saved', { name: wanted }) })
    setIsNaming(false)
    setName('')
  }
  if (!isNaming) {
    return (
      <div className="border-t pt-2.5">
        <Button
          size="sm"
          variant="ghost"
          icon={BookmarkPlus}
          disabledReason={Object.keys(properties).length === 0 ? t('nothingSet') : undefined}
          onClick={() => setIsNaming(true)}
        >
          {t('save')}
        </Button>
      </div>
    )
  }
  return (
    <form
      className="grid gap-2 border-t pt-2.5"
      onSubmit={(event) => {
        event.preventDefault()
        // The popover hangs in the tree of a form that it is no part of.
        event.stopPropagation()
        save()
      }}
    >
      <Field label={t('save')} hint={t('saveHint')}>
        {(control) => (
          <Input
            {...control}
            autoFocus
            value={name}
            maxLength={LONGEST}
            placeholder={common('name')}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </Field>
      <div className="flex justify-end gap-2">
        <Button size="sm" onClick={() => setIsNaming(false)}>
          {common('cancel')}
        </Button>
        <Button
          size="sm"
          variant="primary"
          disabledReason={wanted === '' ? t('nameFirst') : undefined}
          onClick={save}
        >
          {common('save')}
        </Button>
      </div>
    </form>
  )
}
