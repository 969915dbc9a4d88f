'use client'

import { Dialog as Base } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { cx } from './cx.ts'
import { IconButton } from './icon-button.tsx'

interface DialogProps {
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly title: string
  readonly description?: ReactNode
  readonly children: ReactNode
  /** Buttons, right-aligned below the content, which scrolls above them. */
  readonly footer?: ReactNode
  readonly size?: 'sm' | 'md' | 'lg' | 'xl'
  /** What takes the focus first; without it the first control does. */
  readonly initialFocus?: React.RefObject<HTMLElement | null>
}

const WIDTHS = { sm: 'sm:max-w-md', md: 'sm:max-w-xl', lg: 'sm:max-w-3xl', xl: 'sm:max-w-6xl' }

export const SCRIM_LOOK =
  'fixed inset-0 z-40 bg-scrim transition-opacity duration-150 data-ending-style:opacity-0 data-starting-style:opacity-0'

/** On wide screens a centred panel, on a phone a sheet from below. */
export const DIALOG_LOOK =
  'fixed z-40 flex max-h-[92dvh] w-full flex-col bg-raised shadow-popup outline-none ' +
  'transition-[opacity,translate,scale] duration-150 ease-out data-ending-style:opacity-0 data-starting-style:opacity-0 ' +
  'max-sm:inset-x-0 max-sm:bottom-0 max-sm:rounded-t-lg max-sm:data-ending-style:translate-y-4 max-sm:data-starting-style:translate-y-4 ' +
  'sm:top-[max(4dvh,calc(50%_-_6dvh))] sm:left-1/2 sm:max-h-[88dvh] sm:-translate-x-1/2 sm:-translate-y-[min(45%,40dvh)] sm:rounded-lg ' +
  'sm:data-ending-style:scale-98 sm:data-starting-style:scale-98'

export function Dialog({
  isOpen,
  onClose,
  title,
  description,
  children,
  footer,
  size = 'md',
  initialFocus,
}: DialogProps) {
  const t = useTranslations('common')
  return (
    <Base.Root open={isOpen} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className={SCRIM_LOOK} />
        <Base.Popup className={cx(DIALOG_LOOK, WIDTHS[size])} {...(initialFocus && { initialFocus })}>
          <header className="flex items-start gap-3 border-b px-5 py-3.5">
            <div className="min-w-0 flex-1">
              <Base.Title className="text-base font-semibold">{title}</Base.Title>
              {description && (
                <Base.Description className="mt-0.5 text-sm text-muted">{description}</Base.Description>
              )}
            </div>
            <Base.Close
              render={<IconButton label={t('close')} icon={X} hasTooltip={false} className="-me-2 -mt-1" />}
            />
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-5 py-4">{children}</div>
          {footer && (
            <footer className="flex flex-wrap justify-end gap-2 border-t px-5 py-3">{footer}</footer>
          )}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}
