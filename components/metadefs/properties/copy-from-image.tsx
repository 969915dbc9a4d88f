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
import type { PropertyForm } from '../form/use-property-form.ts'
import { TakeoverView } from './takeover-view.tsx'

/** Takes over the properties of another image; what both have gets the other's value, unless the person keeps theirs. */
export function CopyFromImage({ form }: { readonly form: PropertyForm }) {
  const t = useTranslations('properties.copy')
  const [isOpen, setIsOpen] = useState(false)
  const [image, setImage] = useState<ImageView | null>(null)
  return (
    <Popover
      label={t('label')}
      align="end"
      className="w-80"
      isOpen={isOpen}
      onOpenChange={(next) => {
        setIsOpen(next)
        setImage(null)
      }}
      trigger={
        <Button size="sm" icon={CopyPlus}>
          {t('button')}
        </Button>
      }
    >
      {image === null ? (
        <FindImage onFound={setImage} />
      ) : (
        <TakeoverView
          form={form}
          source={imageTitle(image)}
          properties={image.properties}
          replacesAtFirst
          onBack={() => setImage(null)}
          onDone={() => setIsOpen(false)}
        />
      )}
    </Popover>
  )
}

function FindImage({ onFound }: { readonly onFound: (image: ImageView) => void }) {
  const t = useTranslations('properties.copy')
  const [words, setWords] = useState('')
  const { data: images = [] } = useQuery(imageSearchOptions(useDeferredValue(words)))
  return (
    <>
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
              onClick={() => onFound(image)}
              className="flex min-h-8 w-full items-baseline gap-2 rounded-md px-2 py-1 text-start hover:bg-hover"
            >
              <bdi className="min-w-0 flex-1 truncate">{imageTitle(image)}</bdi>
              <span className="text-xs text-muted tabular-nums">{t('count', countOf(image))}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  )
}

function countOf({ properties }: ImageView) {
  const count = Object.keys(properties).length
  return { count, n: String(count) }
}
