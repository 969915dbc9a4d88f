'use client'

import { Ellipsis } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { memo } from 'react'
import { Checkbox } from '#components/ui/checkbox.tsx'
import { cx } from '#components/ui/cx.ts'
import { IconButton } from '#components/ui/icon-button.tsx'
import { preloadMenuParts } from '#components/ui/menu-loader.ts'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { Cell } from '#components/ui/table.tsx'
import { type ImageView, imageTitle } from '#lib/client/image-view.ts'
import type { ImageColumn } from './image-columns.tsx'
import { NameCell } from './name-cell.tsx'

export interface RowActions {
  readonly select: (imageId: string, isSelected: boolean, isRange: boolean) => void
  readonly toggleMenu: (anchor: HTMLElement, imageId: string) => void
  readonly peek: (index: number) => void
}

interface ImageRowProps {
  readonly image: ImageView
  readonly index: number
  readonly columns: readonly ImageColumn[]
  readonly isSelected: boolean
  readonly isMenuOpen: boolean
  readonly actions: RowActions
}

/** The heading covers the first row on the screen; what floats at the end of the page covers the last. */
const SCROLL_MARGIN = 'scroll-mt-9 scroll-mb-16 max-md:scroll-mt-21'
/** Its heading is the first row of the table. */
const FIRST_ROW = 2

/** Not rendered anew while nothing of it changes: a list of many rows answers a key at once. */
export const ImageRow = memo(function ImageRow({
  image,
  index,
  columns,
  isSelected,
  isMenuOpen,
  actions,
}: ImageRowProps) {
  const t = useTranslations('images')
  const title = imageTitle(image)
  return (
    <tr
      data-row={image.id}
      data-index={index}
      aria-rowindex={index + FIRST_ROW}
      aria-selected={isSelected}
      className={cx(
        SCROLL_MARGIN,
        'group/row hover:bg-hover has-[[data-row-link]:focus-visible]:bg-hover aria-selected:bg-accent-soft!',
      )}
    >
      <Cell className="sm:ps-6!">
        <Checkbox
          label={t('select', { title })}
          isChecked={isSelected}
          onChange={(isChecked, isRange) => actions.select(image.id, isChecked, isRange)}
        />
      </Cell>
      <Cell>
        <NameCell image={image} isPhone={columns.length === 0} onPeek={() => actions.peek(index)} />
      </Cell>
      {columns.map(({ id, className, cell }) => (
        <Cell key={id} className={cx('whitespace-nowrap', className)}>
          {cell(image)}
        </Cell>
      ))}
      <Cell className="ps-0! pe-1! text-end sm:pe-4!">
        <IconButton
          data-row-menu
          aria-haspopup="menu"
          aria-expanded={isMenuOpen}
          {...(isMenuOpen && { 'data-popup-open': '' })}
          label={t('actionsFor', { title })}
          icon={Ellipsis}
          hasTooltip={false}
          className="size-7"
          onPointerEnter={preloadMenuParts}
          onClick={({ currentTarget }) => actions.toggleMenu(currentTarget, image.id)}
        />
      </Cell>
    </tr>
  )
})

/** Holds the place of a row that is on its way. */
export function WaitingRow({ index, columns }: Pick<ImageRowProps, 'index' | 'columns'>) {
  return (
    <tr data-index={index} aria-rowindex={index + FIRST_ROW} aria-busy className={SCROLL_MARGIN}>
      <Cell className="sm:ps-6!">
        <Skeleton className="size-4" />
      </Cell>
      <Cell>
        <Skeleton className="h-3.5 w-48 max-w-3/4" />
      </Cell>
      {columns.map(({ id, className }) => (
        <Cell key={id} className={cx(className)}>
          <Skeleton className="h-3.5 w-3/5" />
        </Cell>
      ))}
      <Cell />
    </tr>
  )
}
