import { absoluteTime } from '#lib/client/time-text.ts'
import { RelativeTime } from '../time.tsx'

/** When a share is over, by itself. */
export function ShareEnd({ endsAtMs }: { readonly endsAtMs: number }) {
  return (
    <p className="text-xs text-muted">
      Ends <RelativeTime atMs={endsAtMs} /> · {absoluteTime(endsAtMs)}
    </p>
  )
}
