'use client'

import { useRouter } from 'next/navigation'
import type { ComponentProps, MouseEvent } from 'react'

interface LinkProps extends ComponentProps<'a'> {
  readonly href: string
}

/**
 * A link to another page of the dashboard, without loading everything anew. The page is fetched ahead when the pointer
 * or the focus comes near. It does what the framework's own link does for us, at a fraction of its size.
 */
export function Link({ onClick, onPointerEnter, onFocus, ...rest }: LinkProps) {
  const { href } = rest
  const router = useRouter()
  const acts: ComponentProps<'a'> = {
    onPointerEnter(event) {
      onPointerEnter?.(event)
      router.prefetch(href)
    },
    onFocus(event) {
      onFocus?.(event)
      router.prefetch(href)
    },
    onClick(event) {
      onClick?.(event)
      if (isForBrowser(event)) return
      event.preventDefault()
      router.push(href)
    },
  }
  return <a {...rest} {...acts} />
}

/** A new tab, a new window, a download; or somebody has answered already. */
function isForBrowser(event: MouseEvent<HTMLAnchorElement>): boolean {
  const { defaultPrevented, button, metaKey, ctrlKey, shiftKey, altKey, currentTarget } = event
  const isElsewhere = currentTarget.target !== '' && currentTarget.target !== '_self'
  return defaultPrevented || button !== 0 || metaKey || ctrlKey || shiftKey || altKey || isElsewhere
}
