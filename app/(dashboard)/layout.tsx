import type { ReactNode } from 'react'
import { AppShell } from '#components/shell/app-shell.tsx'
import { PageWords } from '#components/words/page-words.tsx'
import { currentSession } from '../current-session.ts'

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const session = await currentSession()
  // Without a session the page itself sends the person to sign in: it knows where to come back to.
  if (session === null) return children
  return (
    <PageWords of={['shell', 'quota']}>
      <AppShell session={session}>{children}</AppShell>
    </PageWords>
  )
}
