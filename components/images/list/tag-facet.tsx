'use client'

import dynamic from 'next/dynamic'
import { useState } from 'react'
import { FacetButton } from './facet-button.tsx'

const TagPopover = dynamic(() => import('./tag-popover.tsx').then((file) => file.TagPopover))

interface TagFacetProps {
  readonly tags: readonly string[]
  readonly onChange: (tags: readonly string[]) => void
}

/** Tags are free words, so they are typed. The pop-up comes with its first use. */
export function TagFacet({ tags, onChange }: TagFacetProps) {
  const [isWanted, setIsWanted] = useState(false)
  const look = { label: 'Tags', chosen: tags.length === 0 ? null : tags.join(', ') }
  if (!isWanted) return <FacetButton {...look} aria-haspopup="dialog" onClick={() => setIsWanted(true)} />
  return <TagPopover trigger={<FacetButton {...look} />} tags={tags} onChange={onChange} />
}
