import { useTranslations } from 'next-intl'
import { absoluteTime } from '#lib/client/time-text.ts'
import { RelativeTime } from '../time.tsx'

/** When a share is over, by itself. */
export function ShareEnd({ endsAtMs }: { readonly endsAtMs: number }) {
  const t = useTranslations('image.shareEnd')
  return (
    <p className="text-xs text-muted">
      {t.rich('text', { time: () => <RelativeTime atMs={endsAtMs} />, at: absoluteTime(endsAtMs) })}
    </p>
  )
}
