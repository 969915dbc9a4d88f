'use client'

import { useTranslations } from 'next-intl'
import { type ReactElement, useState } from 'react'
import { Field } from '#components/form/field.tsx'
import { TagInput } from '#components/form/tag-input.tsx'
import { Popover } from '#components/ui/popover.tsx'

interface TagPopoverProps {
  readonly trigger: ReactElement
  readonly tags: readonly string[]
  readonly onChange: (tags: readonly string[]) => void
}

/** Open from the start: the press that fetched it asked for it. */
export function TagPopover({ trigger, tags, onChange }: TagPopoverProps) {
  const t = useTranslations('images.filter')
  const [isOpen, setIsOpen] = useState(true)
  return (
    <Popover label={t('tags')} className="w-72" trigger={trigger} isOpen={isOpen} onOpenChange={setIsOpen}>
      <Field label={t('tags')} hint={t('tagsHint')}>
        {(control) => <TagInput {...control} tags={tags} onChange={onChange} />}
      </Field>
    </Popover>
  )
}
