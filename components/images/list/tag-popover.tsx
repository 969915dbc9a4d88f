'use client'

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
  const [isOpen, setIsOpen] = useState(true)
  return (
    <Popover label="Tags" className="w-72" trigger={trigger} isOpen={isOpen} onOpenChange={setIsOpen}>
      <Field label="Tags" hint="Images that carry all of these. Enter ends a tag.">
        {(control) => <TagInput {...control} tags={tags} onChange={onChange} />}
      </Field>
    </Popover>
  )
}
