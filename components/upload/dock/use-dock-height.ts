'use client'

import { type RefCallback, useCallback } from 'react'

const PROPERTY = '--dock-height'

/** Tells the page how much of its lower end the dock covers, so that toasts and the last rows keep clear of it. */
export function useDockHeight(): RefCallback<HTMLElement> {
  return useCallback((dock: HTMLElement | null) => {
    if (dock === null) return undefined
    const { style } = document.documentElement
    const observer = new ResizeObserver(() => style.setProperty(PROPERTY, `${dock.offsetHeight}px`))
    observer.observe(dock)
    return () => {
      observer.disconnect()
      style.removeProperty(PROPERTY)
    }
  }, [])
}
