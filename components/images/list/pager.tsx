'use client'

import { ChevronLeft, ChevronRight } from 'lucide-react'
import { Button } from '#components/ui/button.tsx'
import type { ImagePage } from '#lib/client/images.ts'
import { PAGE_SIZES, type PageSize } from '#lib/client/list-address.ts'
import type { AddressControl } from './use-list-address.ts'

interface PagerProps extends AddressControl {
  readonly page: ImagePage
}

/** The service knows what comes before and after, not how many there are in all. */
export function Pager({ page, address, change }: PagerProps) {
  const first = page.items.at(0)
  const last = page.items.at(-1)
  return (
    <nav
      aria-label="Pages of the list"
      className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3 text-xs text-muted sm:px-6"
    >
      <p className="tabular-nums" role="status">
        {page.items.length} {page.items.length === 1 ? 'image' : 'images'}
        {page.hasBefore || page.hasAfter ? ' on this page' : ''}
      </p>
      <label className="ms-auto flex items-center gap-1.5">
        Rows
        <select
          value={address.pageSize}
          onChange={(event) => change({ pageSize: Number(event.target.value) as PageSize })}
          className="h-7 rounded-md border border-line-strong bg-surface px-1 text-ink pointer-coarse:h-10"
        >
          {PAGE_SIZES.map((size) => (
            <option key={size}>{size}</option>
          ))}
        </select>
      </label>
      <div className="flex gap-1.5">
        <Button
          size="sm"
          icon={ChevronLeft}
          disabledReason={page.hasBefore ? undefined : 'This is the first page'}
          onClick={() => first && change({ cursor: { side: 'before', imageId: first.id } })}
        >
          Previous
        </Button>
        <Button
          size="sm"
          icon={ChevronRight}
          className="flex-row-reverse"
          disabledReason={page.hasAfter ? undefined : 'This is the last page'}
          onClick={() => last && change({ cursor: { side: 'after', imageId: last.id } })}
        >
          Next
        </Button>
      </div>
    </nav>
  )
}
