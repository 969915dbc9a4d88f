import { CircleCheck, CircleMinus, CircleX, EyeOff, type LucideIcon, Trash2 } from 'lucide-react'
import { cx } from '#components/ui/cx.ts'
import type { PrunedVersionWire } from '#lib/client/families.ts'
import { KEEP_WORDS } from '#lib/client/family-words.ts'
import { imageTitle } from '#lib/client/image-view.ts'

/** What happens, or has happened, to each version. What is touched stands first. */
export function PruneList({ versions }: { readonly versions: readonly PrunedVersionWire[] }) {
  const going = versions.filter(({ verdict }) => verdict !== 'keep')
  const kept = versions.filter(({ verdict }) => verdict === 'keep')
  return (
    <ul
      aria-label="What happens to each version"
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
  const { icon: Icon, look, text } = fateOf(pruned)
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

function fateOf({ verdict, reason, outcome, problem }: PrunedVersionWire): Fate {
  if (verdict === 'keep') {
    const text = `Stays: ${reason === null ? '' : KEEP_WORDS[reason]} ${problem ?? ''}`
    return { icon: CircleMinus, look: 'text-muted', text: text.trim() }
  }
  const isHidden = verdict === 'hide'
  if (outcome === 'done')
    return { icon: CircleCheck, look: 'text-ok', text: isHidden ? 'Was hidden.' : 'Was deleted.' }
  if (outcome === 'failed')
    return {
      icon: CircleX,
      look: 'text-danger',
      text: `Was not ${isHidden ? 'hidden' : 'deleted'}: ${problem}`,
    }
  return isHidden
    ? { icon: EyeOff, look: 'text-warn', text: 'Would be hidden.' }
    : { icon: Trash2, look: 'text-danger', text: 'Would be deleted.' }
}
