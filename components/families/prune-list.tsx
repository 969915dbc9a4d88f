import { CircleCheck, CircleMinus, CircleX, EyeOff, type LucideIcon, Trash2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { cx } from '#components/ui/cx.ts'
import type { PrunedVersionWire } from '#lib/client/families.ts'
import { imageTitle } from '#lib/client/image-view.ts'
import type { Translate } from '#lib/client/words.ts'

/** What happens, or has happened, to each version. What is touched stands first. */
export function PruneList({ versions }: { readonly versions: readonly PrunedVersionWire[] }) {
  const t = useTranslations('families.prune')
  const going = versions.filter(({ verdict }) => verdict !== 'keep')
  const kept = versions.filter(({ verdict }) => verdict === 'keep')
  return (
    <ul
      aria-label={t('list')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reached with the keyboard
      tabIndex={0}
      className="mt-2 grid max-h-80 gap-2.5 overflow-y-auto rounded-md border bg-sunken px-3 py-2.5 text-ink"
    >
      {[...going, ...kept].map((pruned) => (
        <PrunedVersion key={pruned.version.id} pruned={pruned} />
      ))}
    </ul>
  )
}

function PrunedVersion({ pruned }: { readonly pruned: PrunedVersionWire }) {
  const { version } = pruned
  const t = useTranslations('families')
  const { icon: Icon, look, text } = fateOf(pruned, t)
  return (
    <li className="flex gap-2 text-sm">
      <Icon aria-hidden className={cx('mt-0.5 size-4 shrink-0', look)} />
      <div className="min-w-0">
        <p className="font-medium break-words">
          <bdi>{version.version ?? imageTitle(version)}</bdi>
        </p>
        <p className="break-words text-muted">{text}</p>
      </div>
    </li>
  )
}

interface Fate {
  readonly icon: LucideIcon
  readonly look: string
  readonly text: string
}

function fateOf({ verdict, reason, outcome, problem }: PrunedVersionWire, t: Translate<'families'>): Fate {
  if (verdict === 'keep') {
    const why = `${reason === null ? '' : t(`keep.${reason}`)} ${problem ?? ''}`.trim()
    return { icon: CircleMinus, look: 'text-muted', text: t('prune.stays', { reason: why }) }
  }
  const isHidden = verdict === 'hide'
  if (outcome === 'done')
    return { icon: CircleCheck, look: 'text-ok', text: t(isHidden ? 'prune.wasHidden' : 'prune.wasDeleted') }
  if (outcome === 'failed')
    return {
      icon: CircleX,
      look: 'text-danger',
      text: t(isHidden ? 'prune.notHidden' : 'prune.notDeleted', { problem: problem ?? '' }),
    }
  return isHidden
    ? { icon: EyeOff, look: 'text-warn', text: t('prune.wouldHide') }
    : { icon: Trash2, look: 'text-danger', text: t('prune.wouldDelete') }
}
