'use client'

import { CircleAlert, CircleCheck, Info, TriangleAlert, X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { Button } from './button.tsx'
import { cx } from './cx.ts'
import { IconButton } from './icon-button.tsx'
import { dismissToast, type ShownToast, toastStore } from './toast-store.ts'

const MARKS = {
  info: { icon: Info, look: 'text-accent' },
  ok: { icon: CircleCheck, look: 'text-ok' },
  warn: { icon: TriangleAlert, look: 'text-warn' },
  danger: { icon: CircleAlert, look: 'text-danger' },
} as const

/** Refusals stay longer: there is more to read. */
const SHOW_MS = { info: 6000, ok: 5000, warn: 10_000, danger: 14_000 } as const

/** The corner in which toasts appear. Mount it once; speak with `showToast`. */
export function Toaster() {
  const t = useTranslations('common')
  const toasts = useSyncExternalStore(toastStore.subscribe, toastStore.read, toastStore.readOnServer)
  return (
    <section
      aria-label={t('notifications')}
      aria-live="polite"
      aria-relevant="additions text"
      className="pointer-events-none fixed inset-x-3 bottom-[calc(0.75rem+var(--dock-height,0px))] z-60 flex flex-col items-end gap-2 sm:start-auto sm:end-4 sm:bottom-[calc(1rem+var(--dock-height,0px))] sm:w-92"
    >
      {toasts.map((toast) => (
        <Toast key={toast.id} toast={toast} />
      ))}
    </section>
  )
}

function Toast({ toast }: { readonly toast: ShownToast }) {
  const t = useTranslations('common')
  const { icon: Icon, look } = MARKS[toast.tone]
  const [isHeld, setIsHeld] = useState(false)
  useEffect(() => {
    if (isHeld) return
    const timer = setTimeout(() => dismissToast(toast.id), SHOW_MS[toast.tone])
    return () => clearTimeout(timer)
  }, [isHeld, toast.id, toast.tone])

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: reading or reaching into it keeps it there; nothing is operated
    <div
      onMouseEnter={() => setIsHeld(true)}
      onMouseLeave={() => setIsHeld(false)}
      onFocus={() => setIsHeld(true)}
      onBlur={() => setIsHeld(false)}
      className="pointer-events-auto flex w-full items-start gap-2.5 rounded-lg bg-raised py-2.5 ps-3 pe-2 text-sm shadow-popup transition-[opacity,translate] duration-200 starting:translate-y-2 starting:opacity-0"
    >
      <Icon aria-hidden className={cx('mt-0.5 size-4 shrink-0', look)} />
      <div className="min-w-0 flex-1">
        <p className="font-medium break-words">{toast.title}</p>
        {toast.description && <p className="mt-0.5 text-muted break-words">{toast.description}</p>}
        {toast.action && (
          <Button
            size="sm"
            className="mt-2"
            onClick={() => {
              toast.action?.onSelect()
              dismissToast(toast.id)
            }}
          >
            {toast.action.label}
          </Button>
        )}
      </div>
      <IconButton
        size="sm"
        label={t('dismiss')}
        icon={X}
        hasTooltip={false}
        onClick={() => dismissToast(toast.id)}
      />
    </div>
  )
}
