import { byteText } from './byte-text.ts'
import type { DataCheckWire, StoreWire } from './stores.ts'
import type { Translate } from './words.ts'

type Tone = 'neutral' | 'ok' | 'warn' | 'danger' | 'accent'

/** What a store is open for, in a word; null where it is as it should be. */
export function stateWord(
  store: StoreWire,
  t: Translate<'stores'>,
): { readonly word: string; readonly tone: Tone } | null {
  if (store.closed_for_good) return { word: t('state.onlyGives'), tone: 'neutral' }
  if (store.state === 'open') return null
  if (store.state === 'read_only') return { word: t('state.readOnly'), tone: 'warn' }
  const status = store.drain?.status
  if (status === 'pending' || status === 'processing') return { word: t('state.emptying'), tone: 'accent' }
  return store.images === 0
    ? { word: t('state.empty'), tone: 'ok' }
    : { word: t('state.notQuite'), tone: 'warn' }
}

/** How full it is, 0 to 100; null where nobody knows. */
export function fillPercent({ health: { capacity } }: StoreWire): number | null {
  if (capacity === null || capacity.total === 0) return null
  return (1 - capacity.free / capacity.total) * 100
}

/** `3 images · 1.2 GiB`. */
export function contentsText(
  { images, bytes }: Pick<StoreWire, 'images' | 'bytes'>,
  t: Translate<'stores'>,
): string {
  return t('contents', { count: images, n: String(images), size: byteText(bytes) })
}

/** Where data goes while this store takes none; null when nothing would take it. */
export function nextDefault(stores: readonly StoreWire[], closing: string): string | null {
  const open = stores.filter(
    ({ id, state, closed_for_good: isClosed }) => id !== closing && state === 'open' && !isClosed,
  )
  const byWeight = [...open].sort((one, other) => other.weight - one.weight)
  return (open.find((store) => store.default) ?? byWeight[0])?.id ?? null
}

/** What is known of data at rest, in words. The time is shown beside it. */
export function checkWords(
  check: DataCheckWire,
  sizeBytes: number | null,
  t: Translate<'stores'>,
): { readonly text: string; readonly tone: Tone } {
  const { result, message, requested_at: requestedAt, done_bytes: done } = check
  if (done !== null) {
    const percent = sizeBytes ? String(Math.min(100, Math.floor((done / sizeBytes) * 100))) : null
    const text = percent === null ? t('check.reading') : t('check.readingPercent', { percent })
    return { text, tone: 'accent' }
  }
  if (requestedAt !== null) return { text: t('check.waits'), tone: 'neutral' }
  if (result === 'intact') return { text: t('check.intact'), tone: 'ok' }
  if (result === 'damaged') return { text: t('check.damaged', { message }), tone: 'danger' }
  if (result === 'unreadable') return { text: t('check.unreadable', { message }), tone: 'warn' }
  return { text: t('check.never'), tone: 'neutral' }
}
