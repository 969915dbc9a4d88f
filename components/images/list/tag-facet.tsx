'use client'

import { Field } from '#components/form/field.tsx'
import { TagInput } from '#components/form/tag-input.tsx'
import { Popover } from '#components/ui/popover.tsx'
import { FacetButton } from './facet-button.tsx'

interface TagFacetProps {
  readonly tags: readonly string[]
  readonly onChange: (tags: readonly string[]) => void
}

export function TagFacet({ tags, onChange }: TagFacetProps) {
  return (
    <Popover
      label="Tags"
      className="w-72"
      trigger={<FacetButton label="Tags" chosen={tags.length === 0 ? null : tags.join(', ')} />}
    >
      <Field label="Tags" hint="Images that carry all of these. Enter ends a tag.">
        {(control) => <TagInput {...control} tags={tags} onChange={onChange} />}
      </Field>
    </Popover>
  )
}
