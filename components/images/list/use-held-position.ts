'use client'

import { type RefObject, useLayoutEffect, useRef } from 'react'

interface HeldPositionOptions {
  readonly body: RefObject<HTMLElement | null>
  readonly images: Rows
  /** What is listed, and how: rows of another list or in another order have not moved. */
  readonly listed: string
  readonly rowPx: number
  /** Told by how many rows what the person looks at has moved. */
  readonly onMoved: (rows: number) => void
}

type Rows = readonly { readonly id: string }[]

/**
 * Rows that come or go above what the person looks at move the page with them: what is on the screen stays where it is.
 * At the top of the list new rows come into sight instead.
 */
export function useHeldPosition({ body, images, listed, rowPx, onMoved }: HeldPositionOptions): void {
  const shown = useRef({ images, listed })
  useLayoutEffect(() => {
    const before = shown.current
    shown.current = { images, listed }
    if (before.images === images || before.listed !== listed) return
    const first = Math.floor(-(body.current?.getBoundingClientRect().top ?? 0) / rowPx)
    const rows = first <= 0 ? 0 : movedRows(before.images, images, first)
    if (rows === 0) return
    window.scrollBy({ top: rows * rowPx, behavior: 'instant' })
    onMoved(rows)
  })
}

/** One of them may be gone, or have gone elsewhere by itself: most of them tell. */
const NEAR_ROWS = 9

/** How far the rows from `first` on have moved down (up: negative). */
export function movedRows(before: Rows, after: Rows, first: number): number {
  const places = new Map(after.map(({ id }, index) => [id, index]))
  const moves = before.slice(first, first + NEAR_ROWS).flatMap(({ id }, offset) => {
    const place = places.get(id)
    return place === undefined ? [] : [place - first - offset]
  })
  return moves.sort((one, other) => one - other)[Math.floor(moves.length / 2)] ?? 0
}
