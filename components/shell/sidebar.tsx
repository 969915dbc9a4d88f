'use client'

import {
  BookText,
  Boxes,
  Database,
  FolderKanban,
  Gauge,
  HardDrive,
  History,
  Inbox,
  Layers,
  ListChecks,
  type LucideIcon,
  Scale,
  Search,
  Trash2,
  Users,
  Webhook,
} from 'lucide-react'
import { usePathname } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { OwnQuota } from '#components/quota/own-quota.tsx'
import { useShareCounts } from '#components/shares/use-share-counts.ts'
import { cx } from '#components/ui/cx.ts'
import { Link } from '#components/ui/link.tsx'
import { Count } from '#components/ui/tab-links.tsx'
import { isAdministrator } from '#lib/domain/rights.ts'
import type { Messages } from '../../messages/messages.ts'
import { KeyCap } from './key-cap.tsx'
import { Logo } from './logo.tsx'
import { ProjectSwitcher } from './project-switcher.tsx'
import { useSession } from './session-provider.tsx'
import { UserMenu } from './user-menu.tsx'

export interface ShellActions {
  readonly openCommands: () => void
  readonly openHelp: () => void
}

interface PageLink {
  readonly href: string
  readonly name: keyof Messages['shell']['pages']
  readonly icon: LucideIcon
}

const PAGES: readonly PageLink[] = [
  { href: '/images', name: 'images', icon: HardDrive },
  { href: '/families', name: 'families', icon: Layers },
  { href: '/shares', name: 'shares', icon: Inbox },
]
const DELETED_PAGE: PageLink = { href: '/deleted', name: 'deleted', icon: Trash2 }
const ADMIN_PAGES: readonly PageLink[] = [
  { href: '/admin/projects', name: 'projects', icon: FolderKanban },
  { href: '/admin/users', name: 'users', icon: Users },
  { href: '/admin/quotas', name: 'quotas', icon: Gauge },
  { href: '/admin/tasks', name: 'tasks', icon: ListChecks },
  { href: '/admin/stores', name: 'stores', icon: Boxes },
  { href: '/admin/cache', name: 'cache', icon: Database },
  { href: '/metadefs', name: 'metadefs', icon: BookText },
  { href: '/admin/policies', name: 'policies', icon: Scale },
  { href: '/admin/audit', name: 'audit', icon: History },
  { href: '/admin/webhooks', name: 'webhooks', icon: Webhook },
]

/** What the sidebar holds; on a phone the same stands in a drawer. */
export function SidebarContent({ openCommands, openHelp }: ShellActions) {
  const t = useTranslations('shell')
  const { site, project, roles } = useSession()
  const pages = site.keepsDeletedSeconds === null ? PAGES : [...PAGES, DELETED_PAGE]
  const waiting = useShareCounts()?.pending ?? 0
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
        <span className="flex-1 text-start">{t('findOrDoMore')}</span>
        <span className="inline-flex gap-0.5 max-md:hidden">
          <KeyCap name="ctrl" />
          <KeyCap name="K" />
        </span>
      </button>
      <nav aria-label={t('pagesLabel')} className="flex-1">
        <NavList pages={pages} waiting={waiting} />
        {isAdministrator({ projectId: project?.id ?? null, roles }) && (
          <>
            <h2 className="px-2.5 pt-4 pb-1 text-xs font-medium text-muted">{t('administration')}</h2>
            <NavList pages={ADMIN_PAGES} waiting={0} />
          </>
        )}
      </nav>
      <OwnQuota />
      <UserMenu onHelp={openHelp} />
    </div>
  )
}

function NavList({ pages, waiting }: { readonly pages: readonly PageLink[]; readonly waiting: number }) {
  const pathname = usePathname()
  return (
    <ul className="grid gap-0.5">
      {pages.map((page) => (
        <li key={page.href}>
          <NavLink
            {...page}
            isCurrent={pathname.startsWith(page.href)}
            waiting={page.href === '/shares' ? waiting : 0}
          />
        </li>
      ))}
    </ul>
  )
}

interface NavLinkProps extends PageLink {
  readonly isCurrent: boolean
  /** How many things there want an answer. */
  readonly waiting: number
}

function NavLink({ href, name, icon: Icon, isCurrent, waiting }: NavLinkProps) {
  const t = useTranslations('shell')
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
      <span className="flex-1">{t(`pages.${name}`)}</span>
      {waiting > 0 && (
        <>
          <Count count={waiting} isUrgent />
          <span className="sr-only">{t('toAnswer')}</span>
        </>
      )}
    </Link>
  )
}
