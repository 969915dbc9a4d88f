'use client'

import { Progress as Base } from '@base-ui/react/progress'
import { cx } from './cx.ts'
import type { Tone } from './badge.tsx'

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
    <Base.Root aria-label={label} value={percent} className={className}>
      <Base.Track className="block h-1 overflow-hidden rounded-full bg-pressed">
        <Base.Indicator
          className={cx(
            'block h-full rounded-full transition-[width] duration-300',
            FILL[tone],
            percent === null && 'w-1/3 animate-stripe',
          )}
        />
      </Base.Track>
    </Base.Root>
  )
}
