import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { cx } from './cx.ts'

export type NoticeTone = 'info' | 'ok' | 'warn' | 'danger'

const LOOKS = {
  info: { icon: Info, look: 'bg-accent-soft', mark: 'text-accent', role: 'status' },
  ok: { icon: CircleCheck, look: 'bg-ok-soft', mark: 'text-ok', role: 'status' },
  warn: { icon: TriangleAlert, look: 'bg-warn-soft', mark: 'text-warn', role: 'status' },
  danger: { icon: CircleAlert, look: 'bg-danger-soft', mark: 'text-danger', role: 'alert' },
} as const

interface NoticeProps {
  readonly tone: NoticeTone
  readonly title?: string
  readonly children?: ReactNode
  readonly actions?: ReactNode
  readonly className?: string
}

/** A message that stays where it belongs: in a page, a form, a dialog. */
export function Notice({ tone, title, children, actions, className }: NoticeProps) {
  const { icon: Icon, look, mark, role } = LOOKS[tone]
  return (
    <div
      role={role}
      className={cx('flex items-start gap-2 rounded-md px-3 py-2 text-sm text-ink', look, className)}
    >
      <Icon aria-hidden className={cx('mt-0.5 size-4 shrink-0', mark)} />
      <div className="min-w-0 flex-1">
        {title && <p className="font-medium">{title}</p>}
        {children}
      </div>
      {actions && <div className="flex shrink-0 gap-2">{actions}</div>}
    </div>
  )
}
