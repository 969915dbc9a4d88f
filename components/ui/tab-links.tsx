import type { MouseEvent, ReactNode } from 'react'
import { Link } from '#components/ui/link.tsx'
import { cx } from './cx.ts'

export interface TabLink {
  readonly href: string
  readonly label: string
  readonly isCurrent: boolean
  /** How many things are behind it. */
  readonly count?: number | undefined
}

interface TabLinksProps {
  readonly label: string
  readonly links: readonly TabLink[]
  /** Goes there without asking the server for the page anew; without it the link does what links do. */
  readonly onGo?: (href: string) => void
  /** Beside the links, at the end of the row. */
  readonly end?: ReactNode
}

/** Views of one page as links: they have addresses, so that they can be kept and sent. */
export function TabLinks({ label, links, onGo, end }: TabLinksProps) {
  return (
    <div className="flex flex-wrap items-end gap-x-4 border-b px-4 sm:px-6">
      <nav aria-label={label} className="min-w-0 flex-1">
        <ul className="flex gap-4 overflow-x-auto">
          {links.map((link) => (
            <li key={link.href}>
              <Link
                href={link.href}
                aria-current={link.isCurrent ? 'page' : undefined}
                onClick={(event) => {
                  if (onGo === undefined || opensElsewhere(event)) return
                  event.preventDefault()
                  onGo(link.href)
                }}
                className={cx(
                  '-mb-px inline-flex h-9 items-center gap-1.5 border-b-2 text-sm font-medium whitespace-nowrap pointer-coarse:h-11',
                  link.isCurrent ? 'border-accent text-ink' : 'border-transparent text-muted hover:text-ink',
                )}
              >
                {link.label}
                {link.count !== undefined && <Count count={link.count} />}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      {end}
    </div>
  )
}

function opensElsewhere({ metaKey, ctrlKey, shiftKey, altKey }: MouseEvent): boolean {
  return metaKey || ctrlKey || shiftKey || altKey
}

/** A small number beside a word. */
export function Count({ count, isUrgent = false }: { readonly count: number; readonly isUrgent?: boolean }) {
  return (
    <span
      className={cx(
        'inline-flex h-4.5 min-w-4.5 items-center justify-center rounded-full px-1 text-xs font-medium tabular-nums',
        isUrgent ? 'bg-accent text-on-accent' : 'bg-hover text-muted',
      )}
    >
      {count}
    </span>
  )
}
