'use client'

import {
  cloneElement,
  type FocusEvent,
  type ReactElement,
  type ReactNode,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { createPortal } from 'react-dom'

interface TooltipProps {
  readonly content: ReactNode
  /** One element that can take the focus; it becomes the trigger. */
  readonly children: ReactElement
}

type Handler = ((event: never) => void) | undefined
type TriggerProps = Readonly<Record<string, unknown>>

const DELAY_MS = 350

/** A short hint on hover and focus. It adds nothing that a screen reader needs: the trigger carries its own name. */
export function Tooltip({ content, children }: TooltipProps) {
  const [anchor, setAnchor] = useState<Element | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const trigger = children as ReactElement<TriggerProps>

  function hide(): void {
    clearTimeout(timer.current)
    setAnchor(null)
  }
  function showSoon(element: Element): void {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => setAnchor(element), DELAY_MS)
  }
  const also = (name: string, act: (event: FocusEvent) => void) => ({
    [name]: (event: never) => {
      act(event)
      ;(trigger.props[name] as Handler)?.(event)
    },
  })

  return (
    <>
      {cloneElement(trigger, {
        ...also('onMouseEnter', ({ currentTarget }) => showSoon(currentTarget)),
        ...also('onMouseLeave', hide),
        ...also('onMouseDown', hide),
        ...also('onFocus', ({ currentTarget }) => {
          if (currentTarget.matches(':focus-visible')) setAnchor(currentTarget)
        }),
        ...also('onBlur', hide),
      })}
      {anchor !== null && (
        <Hint anchor={anchor} onGone={hide}>
          {content}
        </Hint>
      )}
    </>
  )
}

const GAP_PX = 6
const MARGIN_PX = 8

interface HintProps {
  readonly anchor: Element
  readonly onGone: () => void
  readonly children: ReactNode
}

/** Above its element, or below where there is no room; gone with Escape and when the page moves. */
function Hint({ anchor, onGone, children }: HintProps) {
  const box = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    if (box.current !== null) place(box.current, anchor.getBoundingClientRect())
  })
  useEffect(() => {
    const until = new AbortController()
    const { signal } = until
    const onKey = (event: KeyboardEvent): void => void (event.key === 'Escape' && onGone())
    document.addEventListener('keydown', onKey, { signal })
    document.addEventListener('scroll', onGone, { signal, capture: true, passive: true })
    return () => until.abort()
  })
  return createPortal(
    <div
      ref={box}
      aria-hidden
      className="pointer-events-none fixed z-60 max-w-72 rounded-md bg-raised px-2 py-1 text-xs text-ink shadow-popup transition-opacity duration-100 starting:opacity-0"
    >
      {children}
    </div>,
    document.body,
  )
}

function place(box: HTMLElement, anchor: DOMRect): void {
  const { width, height } = box.getBoundingClientRect()
  const centre = anchor.left + anchor.width / 2 - width / 2
  const left = Math.max(MARGIN_PX, Math.min(centre, document.documentElement.clientWidth - width - MARGIN_PX))
  const above = anchor.top - height - GAP_PX
  box.style.left = `${left}px`
  box.style.top = `${above >= MARGIN_PX ? above : anchor.bottom + GAP_PX}px`
}
