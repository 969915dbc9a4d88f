'use client'

import { useEffect, useEffectEvent } from 'react'

/**
 * Calls `act` when one of these keys is pressed on the page itself: not while typing, and not while a dialog, a menu or
 * a popover has the keyboard. `mod+k` means Ctrl or ⌘ and works while typing too.
 */
export function useShortcut(keys: readonly string[], act: (event: KeyboardEvent) => void): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || !keys.includes(shortcutOf(event))) return
    if (!hasModifier(event) && isTaken(event.target)) return
    event.preventDefault()
    act(event)
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => onKey(event)
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [])
}

function shortcutOf(event: KeyboardEvent): string {
  if (hasModifier(event)) return `mod+${event.key.toLowerCase()}`
  return event.altKey ? `alt+${event.key}` : event.key
}

function hasModifier(event: KeyboardEvent): boolean {
  return event.ctrlKey || event.metaKey
}

const TAKEN =
  'input:not([type="checkbox"]), textarea, select, [contenteditable], [role="menu"], [role="dialog"], [role="alertdialog"], [role="listbox"]'

function isTaken(target: EventTarget | null): boolean {
  if (document.querySelector('[role="dialog"][data-open], [role="alertdialog"][data-open]') !== null)
    return true
  return target instanceof Element && target.closest(TAKEN) !== null
}
