'use client'

import { type KeyboardEvent, type RefObject, useLayoutEffect, useRef } from 'react'
import { useShortcut } from '#components/shell/use-shortcut.ts'

interface RowKeysOptions {
  readonly body: RefObject<HTMLElement | null>
  /** How many rows there are, also those whose images have not come. */
  readonly count: number
  readonly rowPx: number
  /** The row that the keyboard stands on, and that stays in the page. */
  readonly active: number | null
  readonly setActive: (index: number) => void
  /** Selects or unselects the row; `isRange`: together with those since the last one. */
  readonly toggle: (index: number, isRange: boolean) => void
  /** Shows more of the row, or no longer. */
  readonly peek: () => void
  /** Selects this row and the one that is gone to. */
  readonly extend: (from: number, to: number) => void
}

/**
 * Moves through the rows of the list by keyboard: j and k or the arrows from row to row (the focus stands on the name,
 * so Enter opens it), Home and End to the ends, x selects, Shift with any of them selects what lies between, a full stop
 * opens the row's menu, Space shows the image beside the list. From elsewhere on the page j and k begin at the first row on the screen.
 */
export function useRowKeys(options: RowKeysOptions): (event: KeyboardEvent<HTMLElement>) => void {
  const { body, count, rowPx, active, setActive, toggle, peek, extend } = options
  const isFocusWanted = useRef(false)
  const isScrollWanted = useRef(false)

  function go(to: number, isExtending: boolean): void {
    if (count === 0) return
    const next = Math.min(Math.max(to, 0), count - 1)
    const from = focusedIndex()
    if (isExtending && from !== null) extend(from, next)
    setActive(next)
    isFocusWanted.current = true
    isScrollWanted.current = true
    focusRow(next)
  }
  /** Rows far away are there only after the next rendering, and their images when they have come. */
  function focusRow(index: number): void {
    const row = body.current?.querySelector(`tr[data-index="${index}"]`)
    if (!row || !isFocusWanted.current) return
    if (isScrollWanted.current) row.scrollIntoView({ block: 'nearest' })
    isScrollWanted.current = false
    const link = row.querySelector<HTMLElement>('a[data-row-link]')
    if (link === null) return
    isFocusWanted.current = false
    link.focus({ preventScroll: true })
  }
  useLayoutEffect(() => {
    if (active !== null) focusRow(active)
  })
  function step(by: 1 | -1, isExtending: boolean): void {
    const from = focusedIndex() ?? active
    go(from === null ? firstOnScreen(body.current, rowPx) : from + by, isExtending)
  }

  useShortcut(['j', 'k', 'J', 'K'], ({ key }) => step(key.toLowerCase() === 'j' ? 1 : -1, key < 'a'))
  useShortcut(['x', 'X'], ({ key }) => {
    const index = focusedIndex()
    if (index !== null) toggle(index, key === 'X')
  })
  useShortcut(['.'], () => focusedRow()?.querySelector<HTMLElement>('[data-row-menu]')?.click())

  return (event) => {
    const isOnLink = event.target instanceof Element && event.target.matches('a[data-row-link]')
    const from = focusedIndex()
    if (isOnLink && event.key === ' ') {
      event.preventDefault()
      peek()
      return
    }
    const to =
      isOnLink && from !== null && !event.ctrlKey && !event.metaKey ? targetOf(event.key, from, count) : null
    if (to === null) return
    event.preventDefault()
    go(to, event.shiftKey)
  }
}

function targetOf(key: string, from: number, count: number): number | null {
  const targets: Readonly<Record<string, number>> = {
    ArrowDown: from + 1,
    ArrowUp: from - 1,
    Home: 0,
    End: count - 1,
  }
  return targets[key] ?? null
}

function focusedRow(): HTMLElement | null {
  return document.activeElement?.closest<HTMLElement>('tr[data-row]') ?? null
}

function focusedIndex(): number | null {
  const index = focusedRow()?.dataset.index
  return index === undefined ? null : Number(index)
}

/** The heading covers the first rows a little. */
function firstOnScreen(body: HTMLElement | null, rowPx: number): number {
  const top = body?.getBoundingClientRect().top ?? 0
  return Math.max(0, Math.ceil((32 - top) / rowPx))
}
