'use client'

import { useTranslations } from 'next-intl'
import { Fragment, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { Checkbox } from '#components/ui/checkbox.tsx'
import { cx } from '#components/ui/cx.ts'
import { lazyPart } from '#components/ui/lazy-part.tsx'
import { useRowMenu } from '#components/ui/row-menu.tsx'
import { HeadCell, SortHead, Table } from '#components/ui/table.tsx'
import { useWhenIdle } from '#components/ui/use-when-idle.ts'
import { withWords } from '#components/words/with-words.tsx'
import type { ImageView } from '#lib/client/image-view.ts'
import type { SortStep } from '#lib/domain/query.ts'
import { fittingColumns, type ImageColumn } from './image-columns.tsx'
import { ImageRow, type RowActions, WaitingRow } from './image-row.tsx'
import { useHeldPosition } from './use-held-position.ts'
import { useRowKeys } from './use-row-keys.ts'
import type { Selection } from './use-selection.ts'
import { useWindowRows } from './use-window-rows.ts'

const PeekPanel = lazyPart(
  withWords(['image', 'actions'], () => import('./peek-panel.tsx').then((file) => file.PeekPanel)),
)
const ImageMenuItems = lazyPart(
  withWords(['actions'], () => import('../actions/image-menu-items.tsx').then((file) => file.ImageMenuItems)),
)

interface ImageTableProps {
  /** Those that have come so far. */
  readonly images: readonly ImageView[]
  /** How many there are, as far as is known. */
  readonly count: number
  /** `count` is all: nothing lies beyond. */
  readonly isCountExact: boolean
  /** Called when rows come into sight that have not come yet. */
  readonly onMissing: () => void
  readonly columns: readonly ImageColumn[]
  readonly isCompact: boolean
  readonly sort: SortStep
  readonly onSort: (sort: SortStep) => void
  readonly selection: Selection
  /** What is listed and in which order, as one text. */
  readonly listed: string
  /** The rows are those of before; the new ones are on their way. */
  readonly isStale: boolean
}

/** A table of any length: the page scrolls over all rows, and those near the screen are in it. */
export function ImageTable(props: ImageTableProps) {
  const t = useTranslations('images')
  const { images, count, isCountExact, onMissing, isCompact, sort, onSort, selection, listed, isStale } =
    props
  const frame = useRef<HTMLDivElement>(null)
  const body = useRef<HTMLTableSectionElement>(null)
  const widthPx = useWidth(frame)
  const columns = useMemo(() => fittingColumns(props.columns, widthPx), [props.columns, widthPx])
  const [active, setActive] = useState<number | null>(null)
  const look = `${isCompact} ${columns.length === 0}`
  const { indexes, rowPx } = useWindowRows({ body, count, kept: active, look })
  useHeldPosition({
    ...{ body, images, listed, rowPx },
    onMoved: (rows) => setActive((index) => (index === null ? null : Math.max(0, index + rows))),
  })
  const menu = useRowMenu<string>(ImageMenuItems.preload)
  useWhenIdle(ImageMenuItems.preload)
  const [isPeeking, setIsPeeking] = useState(false)
  const peeked = isPeeking && active !== null ? images[active] : undefined
  const actions = useStableActions({
    select: selection.set,
    toggleMenu: menu.toggle,
    peek(index) {
      setActive(index)
      setIsPeeking(index !== active || !isPeeking)
    },
  })
  const onKeyDown = useRowKeys({
    ...{ body, count, rowPx, active, setActive },
    toggle: (index, isRange) => {
      const id = images[index]?.id
      if (id !== undefined) selection.set(id, isRange || !selection.ids.has(id), isRange)
    },
    peek: () => setIsPeeking((is) => !is),
    extend: (from, to) => {
      const [first, last] = [images[from]?.id, images[to]?.id]
      if (first === undefined || last === undefined) return
      selection.set(first, true)
      selection.set(last, true, true)
    },
  })
  useLayoutEffect(() => {
    if (indexes.some((index) => index >= images.length)) onMissing()
  })
  const isAllSelected = images.length > 0 && selection.ids.size >= images.length

  return (
    <div className="flex items-start">
      <div ref={frame} className="min-w-0 flex-1">
        <Table
          aria-label={t('title')}
          aria-busy={isStale}
          aria-rowcount={isCountExact ? count + 1 : -1}
          data-compact={isCompact || undefined}
          onKeyDown={onKeyDown}
          onFocus={({ target }) => {
            const index = target.closest<HTMLElement>('tr[data-index]')?.dataset.index
            if (index !== undefined) setActive(Number(index))
          }}
          className={cx(
            'group/table table-fixed [overflow-anchor:none] transition-opacity',
            isStale && 'opacity-55',
          )}
        >
          <thead className="sticky top-0 z-10 bg-surface max-md:top-12">
            <tr aria-rowindex={1}>
              <HeadCell className="w-11 sm:w-13 sm:ps-6!">
                <Checkbox
                  label={t('selectAll')}
                  isChecked={isAllSelected}
                  isMixed={selection.ids.size > 0 && !isAllSelected}
                  onChange={selection.setAll}
                />
              </HeadCell>
              <ColumnHead label={t('column.name')} sortKey="name" sort={sort} onSort={onSort} />
              {columns.map((column) => (
                <ColumnHead
                  key={column.id}
                  label={t(`column.${column.id}`)}
                  {...column}
                  sort={sort}
                  onSort={onSort}
                />
              ))}
              <HeadCell className="w-12 ps-0! pe-1! sm:pe-4!">
                <span className="sr-only">{t('actions')}</span>
              </HeadCell>
            </tr>
          </thead>
          <tbody ref={body}>
            {indexes.map((index, place) => {
              const image = images[index]
              const before = index - (indexes[place - 1] ?? -1) - 1
              return (
                <Fragment key={image?.id ?? index}>
                  {before > 0 && <Gap heightPx={before * rowPx} />}
                  {image === undefined ? (
                    <WaitingRow index={index} columns={columns} />
                  ) : (
                    <ImageRow
                      image={image}
                      index={index}
                      columns={columns}
                      isSelected={selection.ids.has(image.id)}
                      isMenuOpen={menu.subject === image.id}
                      actions={actions}
                    />
                  )}
                </Fragment>
              )
            })}
            <Gap heightPx={Math.max(0, count - 1 - (indexes.at(-1) ?? -1)) * rowPx} />
          </tbody>
        </Table>
        {menu.render(
          (imageId) => (
            <RowMenu image={images.find(({ id }) => id === imageId)} />
          ),
          'w-60',
        )}
      </div>
      {peeked && <PeekPanel image={peeked} onClose={() => setIsPeeking(false)} />}
    </div>
  )
}

/** Rows that are not in the page. */
function Gap({ heightPx }: { readonly heightPx: number }) {
  if (heightPx === 0) return null
  return <tr aria-hidden style={{ height: heightPx }} />
}

interface ColumnHeadProps extends Pick<ImageColumn, 'head' | 'className' | 'sortKey'> {
  readonly label: string
  readonly widthPx?: number
  readonly sort: SortStep
  readonly onSort: (sort: SortStep) => void
}

function ColumnHead({ label, head = label, widthPx, className, sortKey, sort, onSort }: ColumnHeadProps) {
  const direction = sort.key === sortKey ? sort.direction : null
  return (
    <HeadCell className={className} style={{ width: widthPx }} aria-sort={ariaSort(direction)}>
      {sortKey === undefined ? (
        head
      ) : (
        <SortHead
          direction={direction}
          onSort={() => onSort({ key: sortKey, direction: turned(direction, sortKey) })}
        >
          {head}
        </SortHead>
      )}
    </HeadCell>
  )
}

function RowMenu({ image }: { readonly image: ImageView | undefined }) {
  const t = useTranslations('images')
  // It may have gone while the menu was open.
  if (image === undefined) return <p className="px-2 py-1 text-muted">{t('gone')}</p>
  return <ImageMenuItems image={image} hasOpen />
}

/** The same object for ever, so that rows need not be rendered for it; it does what was said last. */
function useStableActions(actions: RowActions): RowActions {
  const latest = useRef(actions)
  useLayoutEffect(() => {
    latest.current = actions
  })
  return useMemo(
    () => ({
      select: (...change) => latest.current.select(...change),
      toggleMenu: (...where) => latest.current.toggleMenu(...where),
      peek: (index) => latest.current.peek(index),
    }),
    [],
  )
}

/** The element's width, known before anything is painted. */
function useWidth(element: React.RefObject<HTMLElement | null>): number {
  const [widthPx, setWidthPx] = useState(0)
  useLayoutEffect(() => {
    if (element.current === null) return
    const { current } = element
    setWidthPx(current.clientWidth)
    const observer = new ResizeObserver(() => setWidthPx(current.clientWidth))
    observer.observe(current)
    return () => observer.disconnect()
  }, [element])
  return widthPx
}

function ariaSort(direction: SortStep['direction'] | null): 'ascending' | 'descending' | undefined {
  if (direction === null) return undefined
  return direction === 'asc' ? 'ascending' : 'descending'
}

/** Names begin with A, everything else with the newest or largest; a second press turns the order round. */
function turned(direction: SortStep['direction'] | null, key: SortStep['key']): SortStep['direction'] {
  if (direction !== null) return direction === 'asc' ? 'desc' : 'asc'
  return key === 'size' || key === 'updated_at' || key === 'created_at' ? 'desc' : 'asc'
}
