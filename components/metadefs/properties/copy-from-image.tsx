'use client'

import { useQuery } from '@tanstack/react-query'
import { CopyPlus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useDeferredValue, useState } from 'react'
import { Field } from '#components/form/field.tsx'
import { Button } from '#components/ui/button.tsx'
import { Input } from '#components/ui/input.tsx'
import { Popover } from '#components/ui/popover.tsx'
import { type ImageView, imageTitle } from '#lib/client/image-view.ts'
import { imageSearchOptions } from '#lib/client/images.ts'
import { keyProblem } from '#lib/client/metadefs/key-problem.ts'
import { applyChanges, propertiesOf, writeLock } from '#lib/client/metadefs/property-rows.ts'
import type { PropertyForm } from '../form/use-property-form.ts'

/** Takes over the properties of another image; what both have gets the other's value. Nothing is saved by it. */
export function CopyFromImage({ form }: { readonly form: PropertyForm }) {
  const t = useTranslations('properties.copy')
  const [isOpen, setIsOpen] = useState(false)
  const [words, setWords] = useState('')
  const { data: images = [] } = useQuery(imageSearchOptions(useDeferredValue(words)))

  function copy(image: ImageView): void {
    const copied = Object.entries(image.properties).filter(([key]) => isCopied(key, form))
    form.replace(applyChanges(propertiesOf(form.rows), { set: Object.fromEntries(copied), removed: [] }))
    setIsOpen(false)
  }
  return (
    <Popover
      label={t('label')}
      align="end"
      className="w-80"
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      trigger={
        <Button size="sm" icon={CopyPlus}>
          {t('button')}
        </Button>
      }
    >
      <Field label={t('image')} hint={t('hint')}>
        {(control) => (
          <Input
            {...control}
            type="search"
            placeholder={t('partOfName')}
            value={words}
            onChange={(event) => setWords(event.target.value)}
          />
        )}
      </Field>
      <ul aria-label={t('found')} className="mt-2 grid max-h-56 gap-px overflow-y-auto">
        {images.map((image) => (
          <li key={image.id}>
            <button
              type="button"
              onClick={() => copy(image)}
              className="flex min-h-8 w-full items-baseline gap-2 rounded-md px-2 py-1 text-start hover:bg-hover"
            >
              <bdi className="min-w-0 flex-1 truncate">{imageTitle(image)}</bdi>
              <span className="text-xs text-muted tabular-nums">{t('count', countOf(image))}</span>
            </button>
          </li>
        ))}
      </ul>
    </Popover>
  )
}

function countOf({ properties }: ImageView) {
  const count = Object.keys(properties).length
  return { count, n: String(count) }
}

/** What the cloud sets about one image is not true of another; what is protected stays as it is. */
function isCopied(key: string, form: PropertyForm): boolean {
  const isLocked = writeLock(form, key) !== undefined
  return keyProblem(key) === null && !isLocked && form.known.get(key)?.[0]?.definition.readonly !== true
}
