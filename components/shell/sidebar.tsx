'use client'

import { useQuery } from '@tanstack/react-query'
import { HardDrive, Inbox, type LucideIcon, Search } from 'lucide-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { cx } from '#components/ui/cx.ts'
import { Kbd } from '#components/ui/kbd.tsx'
import { Count } from '#components/ui/tab-links.tsx'
import { shareCountsOptions } from '#lib/client/shares.ts'
import { Logo } from './logo.tsx'
import { ProjectSwitcher } from './project-switcher.tsx'
import { UserMenu } from './user-menu.tsx'

export interface ShellActions {
  readonly openCommands: () => void
  readonly openHelp: () => void
}

const PAGES: readonly { readonly href: string; readonly label: string; readonly icon: LucideIcon }[] = [
  { href: '/images', label: 'Images', icon: HardDrive },
  { href: '/shares', label: 'Shared with me', icon: Inbox },
]

/** What the sidebar holds; on a phone the same stands in a drawer. */
export function SidebarContent({ openCommands, openHelp }: ShellActions) {
  const pathname = usePathname()
  const waiting = useQuery(shareCountsOptions()).data?.pending ?? 0
  return (
    <div className="flex h-full min-h-0 flex-col gap-3 p-3">
      <Link href="/images" className="flex h-8 items-center self-start rounded-md px-1.5">
        <Logo />
      </Link>
      <ProjectSwitcher />
      <button
        type="button"
        onClick={openCommands}
        className="flex h-8 items-center gap-2 rounded-md px-2.5 text-muted hover:bg-hover hover:text-ink pointer-coarse:h-11"
      >
        <Search aria-hidden className="size-3.5" />
        <span className="flex-1 text-start">Find or do…</span>
        <span className="inline-flex gap-0.5 max-md:hidden">
          <Kbd>Ctrl</Kbd>
          <Kbd>K</Kbd>
        </span>
      </button>
      <nav aria-label="Pages" className="flex-1">
        <ul className="grid gap-0.5">
          {PAGES.map((page) => (
            <li key={page.href}>
              <NavLink
                {...page}
                isCurrent={pathname.startsWith(page.href)}
                waiting={page.href === '/shares' ? waiting : 0}
              />
            </li>
          ))}
        </ul>
      </nav>
      <UserMenu onHelp={openHelp} />
    </div>
  )
}

interface NavLinkProps {
  readonly href: string
  readonly label: string
  readonly icon: LucideIcon
  readonly isCurrent: boolean
  /** How many things there want an answer. */
  readonly waiting: number
}

function NavLink({ href, label, icon: Icon, isCurrent, waiting }: NavLinkProps) {
  return (
    <Link
      href={href}
      aria-current={isCurrent ? 'page' : undefined}
      className={cx(
        'flex h-8 items-center gap-2 rounded-md px-2.5 font-medium pointer-coarse:h-11',
        isCurrent ? 'bg-pressed text-ink' : 'text-muted hover:bg-hover hover:text-ink',
      )}
    >
      <Icon aria-hidden className={cx('size-3.5', isCurrent && 'text-accent')} />
      <span className="flex-1">{label}</span>
      {waiting > 0 && (
        <>
          <Count count={waiting} isUrgent />
          <span className="sr-only">to answer</span>
        </>
      )}
    </Link>
  )
}
