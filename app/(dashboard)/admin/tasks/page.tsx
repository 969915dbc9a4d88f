import type { Metadata } from 'next'
import { TasksPage } from '#components/admin/tasks-page.tsx'
import { requireSession } from '../../../current-session.ts'

export const metadata: Metadata = { title: 'Tasks' }

interface PageProps {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function Page({ searchParams }: PageProps) {
  const { show } = await searchParams
  const query = typeof show === 'string' ? `?show=${encodeURIComponent(show)}` : ''
  await requireSession(`/admin/tasks${query}`)
  return <TasksPage />
}
