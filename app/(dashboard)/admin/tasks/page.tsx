import { TasksPage } from '#components/admin/tasks-page.tsx'
import { PageWords } from '#components/words/page-words.tsx'
import { requireSession } from '../../../current-session.ts'
import { titled } from '../../../titled.ts'

export const generateMetadata = titled('tasks')

interface PageProps {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function Page({ searchParams }: PageProps) {
  const { show } = await searchParams
  const query = typeof show === 'string' ? `?show=${encodeURIComponent(show)}` : ''
  await requireSession(`/admin/tasks${query}`)
  return (
    <PageWords of={['tasks']}>
      <TasksPage />
    </PageWords>
  )
}
