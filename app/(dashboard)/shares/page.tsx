import type { Metadata } from 'next'
import { SharesPage } from '#components/shares/shares-page.tsx'
import { requireSession } from '../../current-session.ts'

export const metadata: Metadata = { title: 'Shared with me' }

interface PageProps {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function Page({ searchParams }: PageProps) {
  const { show } = await searchParams
  await requireSession(typeof show === 'string' ? `/shares?show=${encodeURIComponent(show)}` : '/shares')
  return <SharesPage />
}
