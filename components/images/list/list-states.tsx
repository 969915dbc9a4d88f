'use client'

import { HardDriveUpload, SearchX } from 'lucide-react'
import { Button } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'

/** Nothing here at all: what this place is for, and how to begin. */
export function NoImages() {
  return (
    <EmptyState icon={HardDriveUpload} title="No images yet">
      A disk image is what new machines start from. Drop a file here (qcow2, raw, vmdk, vhd, iso and others):
      its format is recognised before anything is sent.
    </EmptyState>
  )
}

export function NoMatch({ onClear }: { readonly onClear: () => void }) {
  return (
    <EmptyState
      icon={SearchX}
      title="No image matches"
      actions={<Button onClick={onClear}>Clear search and filters</Button>}
    >
      The search looks for any part of a name, a tag, a property, or six characters of an ID. Hidden images
      and other projects’ community images have filters of their own.
    </EmptyState>
  )
}
