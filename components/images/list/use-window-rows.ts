'use client'

import { type RefObject, useEffect, useLayoutEffect, useState } from 'react'

interface WindowRows {
  /** Indexes of the rows to show, rising. */
  readonly indexes: readonly number[]
  readonly rowPx: number
}

interface WindowRowsOptions {
  readonly body: RefObject<HTMLElement | null>
  readonly count: number
  /** Shown wherever the page is scrolled to: the row that has the focus must not vanish. */
  readonly kept: number | null
  /** Another look has rows of another height. */
  readonly look: string
}

/** Rows beyond the screen's edges, so that the next row to focus is there already. */
const MARGIN_ROWS = 12
/** The window moves in steps: a little scrolling shows no new rows. */
const STEP_ROWS = 6
const GUESSED_ROW_PX = 37

/** Which rows of a long list, all of one height, are near the screen; the page itself scrolls. */
export function useWindowRows({ body, count, kept, look }: WindowRowsOptions): WindowRows {
  const [rowPx, setRowPx] = useState(GUESSED_ROW_PX)
  const [range, setRange] = useState({ from: 0, to: 40 })

  // biome-ignore lint/correctness/useExhaustiveDependencies: rows of another look are measured anew
  useLayoutEffect(() => {
    const height = body.current?.querySelector('tr[data-row]')?.getBoundingClientRect().height
    if (height !== undefined && height > 0) setRowPx(height)
  }, [body, look, count > 0])

  useEffect(() => {
    function follow(): void {
      const top = body.current?.getBoundingClientRect().top ?? 0
      const first = Math.floor(-top / rowPx) - MARGIN_ROWS
      const last = Math.ceil((window.innerHeight - top) / rowPx) + MARGIN_ROWS
      const from = Math.max(0, Math.floor(first / STEP_ROWS) * STEP_ROWS)
      const to = Math.max(from, Math.ceil(last / STEP_ROWS) * STEP_ROWS)
      setRange((before) => (before.from === from && before.to === to ? before : { from, to }))
    }
    follow()
    const until = new AbortController()
    const { signal } = until
    window.addEventListener('scroll', follow, { signal, passive: true })
    window.addEventListener('resize', follow, { signal, passive: true })
    return () => until.abort()
  }, [body, rowPx])

  const from = Math.min(range.from, Math.max(0, count - 1))
  const indexes: number[] = []
  if (kept !== null && kept < from && kept < count) indexes.push(kept)
  for (let index = from; index < Math.min(range.to, count); index++) indexes.push(index)
  if (kept !== null && kept >= range.to && kept < count) indexes.push(kept)
  return { indexes, rowPx }
}
