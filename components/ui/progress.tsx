import type { Tone } from './badge.tsx'
import { cx } from './cx.ts'

interface ProgressProps {
  /** What progresses, for screen readers. */
  readonly label: string
  /** 0 to 100; null when nobody knows how far it is. */
  readonly percent: number | null
  readonly tone?: Extract<Tone, 'accent' | 'ok' | 'warn' | 'danger'>
  readonly className?: string
}

const FILL = { accent: 'bg-accent', ok: 'bg-ok', warn: 'bg-warn', danger: 'bg-danger' }

export function Progress({ label, percent, tone = 'accent', className }: ProgressProps) {
  return (
    <span
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(percent !== null && { 'aria-valuenow': Math.floor(percent) })}
      className={cx('block h-1 overflow-hidden rounded-full bg-pressed', className)}
    >
      <span
        className={cx(
          'block h-full origin-left rounded-full transition-[width] duration-300',
          FILL[tone],
          percent === null && 'w-1/3 animate-stripe',
        )}
        style={percent === null ? undefined : { width: `${percent}%` }}
      />
    </span>
  )
}
