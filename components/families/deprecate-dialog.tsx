'use client'

import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useId, useState } from 'react'
import { Field } from '#components/form/field.tsx'
import { useImageActions } from '#components/images/actions/image-actions-provider.tsx'
import { propertiesTask } from '#components/images/actions/image-task.ts'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Input } from '#components/ui/input.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Select, type SelectOption } from '#components/ui/select.tsx'
import { type FamilyKey, type FamilyVersionWire, familyOptions } from '#lib/client/families.ts'
import { type ImageView, imageTitle } from '#lib/client/image-view.ts'
import { imageVersionOptions } from '#lib/client/images.ts'
import type { PropertyChanges } from '#lib/client/metadefs/property-rows.ts'
import type { Translate } from '#lib/client/words.ts'
import { deprecationOf, FAMILY_PROPERTIES } from '#lib/contract/family-properties.ts'

interface DeprecateDialogProps {
  readonly imageId: string
  readonly family: FamilyKey
  readonly onClose: () => void
}

/** Says from when on an image should not be used, and what to use in its place; the image as it is now. */
export function DeprecateDialog({ imageId, family, onClose }: DeprecateDialogProps) {
  const { data } = useQuery(imageVersionOptions(imageId))
  if (data === undefined) return null
  return <DeprecateForm image={data.image} family={family} onClose={onClose} />
}

const NOTHING = ''

interface DeprecateFormProps extends Pick<DeprecateDialogProps, 'family' | 'onClose'> {
  readonly image: ImageView
}

function DeprecateForm({ image, family, onClose }: DeprecateFormProps) {
  const t = useTranslations('actions.deprecate')
  const common = useTranslations('common')
  const formId = useId()
  const { run } = useImageActions()
  const { data } = useInfiniteQuery(familyOptions(family))
  const others = (data?.pages.flatMap((page) => page.versions) ?? []).filter(({ id }) => id !== image.id)
  const said = deprecationOf(image.properties, Date.now())
  const before = image.properties[FAMILY_PROPERTIES.replacedBy] ?? NOTHING
  const [day, setDay] = useState(() => ('fromMs' in said ? utcDay(said.fromMs) : ''))
  const [replacedBy, setReplacedBy] = useState(before)

  function submit(): void {
    onClose()
    const wasSaid = 'fromMs' in said && day === utcDay(said.fromMs)
    const changes = changesTo(image, {
      // The time of day that somebody wrote stays where the day does.
      deprecatedAt: wasSaid ? (image.properties[FAMILY_PROPERTIES.deprecatedAt] ?? '') : day,
      replacedBy,
    })
    void run(propertiesTask(changes), [image])
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="sm"
      title={t('title')}
      description={<bdi className="block truncate">{imageTitle(image)}</bdi>}
      footer={
        <>
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button type="submit" form={formId} variant="primary">
            {common('save')}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <p className="text-sm text-muted">{t('text')}</p>
        {said.state === 'not_understood' && (
          <Notice tone="warn">{t.rich('noDate', { said: () => <bdi>{said.text}</bdi> })}</Notice>
        )}
        <Field label={t('from')} isOptional hint={t('fromHint')}>
          {(control) => (
            <Input {...control} type="date" value={day} onChange={(event) => setDay(event.target.value)} />
          )}
        </Field>
        <Field label={t('replacedBy')} isOptional hint={t('replacedByHint')}>
          {(control) => (
            <Select
              {...control}
              value={replacedBy}
              onChange={setReplacedBy}
              options={replacements(others, before, t)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  )
}

function replacements(
  others: readonly FamilyVersionWire[],
  before: string,
  t: Translate<'actions.deprecate'>,
): readonly SelectOption<string>[] {
  const known = others.map((other) => ({
    value: other.id,
    label: other.version ?? imageTitle(other),
    ...(other.version !== null && { description: imageTitle(other) }),
  }))
  const isElsewhere = before !== NOTHING && !others.some(({ id }) => id === before)
  return [
    { value: NOTHING, label: t('nothing') },
    ...(isElsewhere ? [{ value: before, label: before, description: t('asNow') }] : []),
    ...known,
  ]
}

function changesTo(
  image: ImageView,
  texts: Readonly<Record<'deprecatedAt' | 'replacedBy', string>>,
): PropertyChanges {
  const wanted = Object.entries(texts).map(
    ([key, text]) => [FAMILY_PROPERTIES[key as keyof typeof texts], text] as const,
  )
  return {
    set: Object.fromEntries(wanted.filter(([, text]) => text !== '')),
    removed: wanted.filter(([key]) => image.properties[key] !== undefined).map(([key]) => key),
  }
}

function utcDay(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10)
}
