'use client'

import { createContext, type ReactNode, useContext } from 'react'
import type { SessionView } from '#lib/client/session.ts'

const SessionContext = createContext<SessionView | null>(null)

export function SessionProvider({
  session,
  children,
}: {
  readonly session: SessionView
  readonly children: ReactNode
}) {
  return <SessionContext value={session}>{children}</SessionContext>
}

/** Who is signed in. Only inside the dashboard's pages. */
export function useSession(): SessionView {
  const session = useContext(SessionContext)
  if (session === null) throw new Error('useSession is called outside of the dashboard')
  return session
}
