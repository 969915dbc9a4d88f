'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { lazyPart } from '#components/ui/lazy-part.tsx'
import { FacetButton } from './facet-button.tsx'

const TagPopover = lazyPart(
  () => import('./tag-popover.tsx').then((file) => file.TagPopover),
  ({ trigger }) => trigger,
)

interface TagFacetProps {
  readonly tags: readonly string[]
  readonly onChange: (tags: readonly string[]) => void
}

/** Tags are free words, so they are typed. The pop-up comes with its first use. */
export function TagFacet({ tags, onChange }: TagFacetProps) {
  const t = useTranslations('images.filter')
  const [isWanted, setIsWanted] = useState(false)
  const look = { label: t('tags'), chosen: tags.length === 0 ? null : tags.join(', ') }
  if (!isWanted)
    return (
      <FacetButton
        {...look}
        aria-haspopup="dialog"
        onPointerEnter={TagPopover.preload}
        onClick={() => setIsWanted(true)}
      />
    )
  return <TagPopover trigger={<FacetButton {...look} />} tags={tags} onChange={onChange} />
}
