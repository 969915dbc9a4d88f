'use client'

import { useTranslations } from 'next-intl'
import { type ReactNode, useEffect, useState, useSyncExternalStore } from 'react'
import { lazyPart } from '#components/ui/lazy-part.tsx'
import { Toaster } from '#components/ui/toaster.tsx'
import { UploadProvider } from '#components/upload/upload-provider.tsx'
import { withWords } from '#components/words/with-words.tsx'
import type { SessionView } from '#lib/client/session.ts'
import { sessionGate } from '#lib/client/session-gate.ts'
import { OfflineBanner } from './offline-banner.tsx'
import { SessionProvider } from './session-provider.tsx'
import { SidebarContent } from './sidebar.tsx'
import { TopBar } from './top-bar.tsx'
import { useLiveData } from './use-live-data.ts'
import { useShortcut } from './use-shortcut.ts'

// Fetched when they are opened: the first page does without them.
const loadCommandMenu = () => import('./command-menu.tsx').then((file) => file.CommandMenu)
const CommandMenu = lazyPart(loadCommandMenu)
const KeyboardHelp = lazyPart(() => import('./keyboard-help.tsx').then((file) => file.KeyboardHelp))
const SessionExpiredDialog = lazyPart(
  withWords(['signIn'], () =>
    import('./session-expired-dialog.tsx').then((file) => file.SessionExpiredDialog),
  ),
)

interface AppShellProps {
  readonly session: SessionView
  readonly children: ReactNode
}

/** What surrounds every page of the dashboard. */
export function AppShell({ session, children }: AppShellProps) {
  const t = useTranslations('shell')
  const [opened, setOpened] = useState<'commands' | 'help' | null>(null)
  const isExpired = useSyncExternalStore(
    sessionGate.subscribe,
    sessionGate.isExpired,
    sessionGate.isExpiredOnServer,
  )
  useCommandMenuEarly()
  useLiveData(session.project?.id ?? null)
  useShortcut(['mod+k'], () => setOpened('commands'))
  useShortcut(['?'], () => setOpened('help'))
  const actions = { openCommands: () => setOpened('commands'), openHelp: () => setOpened('help') }

  return (
    <SessionProvider session={session}>
      <a
        href="#main"
        className="fixed start-2 top-2 z-60 -translate-y-16 rounded-md bg-accent px-3 py-2 font-medium text-on-accent focus:translate-y-0"
      >
        {t('skip')}
      </a>
      <UploadProvider>
        <div className="md:grid md:grid-cols-[14rem_minmax(0,1fr)]">
          <aside aria-label={t('sidebar')} className="sticky top-0 hidden h-dvh border-e md:block">
            <SidebarContent {...actions} />
          </aside>
          <div className="flex min-h-dvh min-w-0 flex-col bg-surface">
            <TopBar {...actions} />
            <OfflineBanner />
            <main
              id="main"
              tabIndex={-1}
              className="flex min-w-0 flex-1 flex-col pb-[min(var(--dock-height,0px),4.5rem)] outline-none"
            >
              {children}
            </main>
          </div>
        </div>
        {opened === 'commands' && <CommandMenu onClose={() => setOpened(null)} onHelp={actions.openHelp} />}
      </UploadProvider>
      {opened === 'help' && <KeyboardHelp onClose={() => setOpened(null)} />}
      {isExpired && <SessionExpiredDialog />}
      <Toaster />
    </SessionProvider>
  )
}

/** Whoever opens the menu types at once. It is fetched when the first of its two keys goes down, before the second does. */
function useCommandMenuEarly(): void {
  useEffect(() => {
    const listen = ({ key }: KeyboardEvent): void => {
      if (key === 'Control' || key === 'Meta') void loadCommandMenu()
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [])
}
