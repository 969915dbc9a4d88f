'use client'

import type { KeyboardEvent } from 'react'
import { useShortcut } from '#components/shell/use-shortcut.ts'

const LINK = 'a[data-row-link]'

/**
 * Moves through the rows of the list by keyboard: j and k or the arrows from row to row (the focus stands on the name,
 * so Enter opens it), x selects, a full stop opens the row's menu. From elsewhere on the page j and k begin at the top.
 */
export function useRowKeys(toggle: (imageId: string) => void): (event: KeyboardEvent<HTMLElement>) => void {
  useShortcut(['j', 'k'], (event) => step(event.key === 'j' ? 1 : -1))
  useShortcut(['x'], () => {
    const imageId = currentRow()?.dataset.row
    if (imageId !== undefined) toggle(imageId)
  })
  useShortcut(['.'], () => currentRow()?.querySelector<HTMLElement>('[data-row-menu]')?.click())

  return (event) => {
    const isOnLink = event.target instanceof Element && event.target.matches(LINK)
    if (!isOnLink || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp')) return
    event.preventDefault()
    step(event.key === 'ArrowDown' ? 1 : -1)
  }
}

function currentRow(): HTMLElement | null {
  return document.activeElement?.closest<HTMLElement>('tr[data-row]') ?? null
}

function step(by: 1 | -1): void {
  const links = [...document.querySelectorAll<HTMLElement>(LINK)]
  const row = currentRow()
  const index = row === null ? -1 : links.findIndex((link) => row.contains(link))
  const next = index === -1 ? 0 : Math.min(Math.max(index + by, 0), links.length - 1)
  links[next]?.focus()
  links[next]?.scrollIntoView({ block: 'nearest' })
}
