'use client'

import { type RowSelectionState, useTable } from '@tanstack/react-table'
import { Ellipsis } from 'lucide-react'
import { useState } from 'react'
import { Checkbox } from '#components/ui/checkbox.tsx'
import { cx } from '#components/ui/cx.ts'
import { IconButton } from '#components/ui/icon-button.tsx'
import { createSharedMenu, SharedMenu, SharedMenuTrigger } from '#components/ui/shared-menu.tsx'
import { Cell, HeadCell, SortHead, Table } from '#components/ui/table.tsx'
import { type ImageView, imageTitle } from '#lib/client/image-view.ts'
import type { SortStep } from '#lib/domain/query.ts'
import { ImageMenuItems } from '../actions/image-menu-items.tsx'
import { COLUMNS_WITH_OWNER, columnLook, IMAGE_COLUMNS, IMAGE_FEATURES } from './image-columns.tsx'
import { useRowKeys } from './use-row-keys.ts'

interface ImageTableProps {
  readonly images: readonly ImageView[]
  readonly sort: SortStep
  readonly onSort: (sort: SortStep) => void
  readonly selection: RowSelectionState
  readonly onSelect: (selection: RowSelectionState) => void
  readonly hasOwner: boolean
  /** The rows are those of before; the new ones are on their way. */
  readonly isStale: boolean
}

export function ImageTable({
  images,
  sort,
  onSort,
  selection,
  onSelect,
  hasOwner,
  isStale,
}: ImageTableProps) {
  const [menu] = useState(() => createSharedMenu<string>())
  const table = useTable({
    features: IMAGE_FEATURES,
    columns: hasOwner ? COLUMNS_WITH_OWNER : IMAGE_COLUMNS,
    data: images as ImageView[],
    getRowId: (image) => image.id,
    state: { rowSelection: selection },
    onRowSelectionChange: (change) => onSelect(typeof change === 'function' ? change(selection) : change),
  })
  const rows = table.getRowModel().rows
  const onKeyDown = useRowKeys((imageId) => table.getRow(imageId).toggleSelected())

  return (
    <div className="@container">
      <Table
        aria-label="Images"
        aria-busy={isStale}
        onKeyDown={onKeyDown}
        className={cx('table-fixed transition-opacity', isStale && 'opacity-55')}
      >
        <thead className="sticky top-0 z-10 bg-surface max-md:top-12">
          {table.getHeaderGroups().map((group) => (
            <tr key={group.id}>
              <HeadCell className="w-11 sm:ps-6!">
                <Checkbox
                  label="Select all images on this page"
                  isChecked={table.getIsAllRowsSelected()}
                  isMixed={table.getIsSomeRowsSelected() && !table.getIsAllRowsSelected()}
                  onChange={(isChecked) => table.toggleAllRowsSelected(isChecked)}
                />
              </HeadCell>
              {group.headers.map((header) => {
                const { className, sortKey } = columnLook(header.id, hasOwner)
                const direction = sort.key === sortKey ? sort.direction : null
                return (
                  <HeadCell key={header.id} className={className} aria-sort={ariaSort(direction)}>
                    {sortKey === undefined ? (
                      <table.FlexRender header={header} />
                    ) : (
                      <SortHead
                        direction={direction}
                        onSort={() => onSort({ key: sortKey, direction: turned(direction, sortKey) })}
                      >
                        <table.FlexRender header={header} />
                      </SortHead>
                    )}
                  </HeadCell>
                )
              })}
              <HeadCell className="w-12 ps-0! pe-1! sm:pe-4!">
                <span className="sr-only">Actions</span>
              </HeadCell>
            </tr>
          ))}
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr
              key={row.id}
              data-row={row.id}
              aria-selected={row.getIsSelected()}
              className="group/row hover:bg-hover has-[[data-row-link]:focus-visible]:bg-hover aria-selected:bg-accent-soft"
            >
              <Cell className="sm:ps-6!">
                <Checkbox
                  label={`Select ${imageTitle(row.original)}`}
                  isChecked={row.getIsSelected()}
                  onChange={(isChecked, isRange) =>
                    row.getToggleSelectedHandler()({ target: { checked: isChecked }, shiftKey: isRange })
                  }
                />
              </Cell>
              {row.getAllCells().map((cell) => (
                <Cell key={cell.id} className={columnLook(cell.column.id, hasOwner).className}>
                  <table.FlexRender cell={cell} />
                </Cell>
              ))}
              <Cell className="ps-0! pe-1! text-end sm:pe-4!">
                <SharedMenuTrigger
                  handle={menu}
                  subject={row.id}
                  trigger={
                    <IconButton
                      data-row-menu
                      label={`Actions for ${imageTitle(row.original)}`}
                      icon={Ellipsis}
                      hasTooltip={false}
                      className="size-7"
                    />
                  }
                />
              </Cell>
            </tr>
          ))}
        </tbody>
      </Table>
      <SharedMenu handle={menu} className="w-60">
        {(imageId) => <RowMenu image={images.find(({ id }) => id === imageId)} />}
      </SharedMenu>
    </div>
  )
}

function RowMenu({ image }: { readonly image: ImageView | undefined }) {
  // It may have gone while the menu was open.
  if (image === undefined) return <p className="px-2 py-1 text-muted">This image is gone.</p>
  return <ImageMenuItems image={image} hasOpen />
}

function ariaSort(direction: SortStep['direction'] | null): 'ascending' | 'descending' | undefined {
  if (direction === null) return undefined
  return direction === 'asc' ? 'ascending' : 'descending'
}

/** Names begin with A, everything else with the newest or largest; a second press turns the order round. */
function turned(direction: SortStep['direction'] | null, key: SortStep['key']): SortStep['direction'] {
  if (direction !== null) return direction === 'asc' ? 'desc' : 'asc'
  return key === 'size' || key === 'updated_at' ? 'desc' : 'asc'
}
