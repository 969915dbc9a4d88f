import { ProjectsPage } from '#components/identity/projects-page.tsx'
import { PageWords } from '#components/words/page-words.tsx'
import { requireSession } from '../../../current-session.ts'
import { titled } from '../../../titled.ts'

export const generateMetadata = titled('projects')

export default async function Page() {
  await requireSession('/admin/projects')
  return (
    <PageWords of={['identity']}>
      <ProjectsPage />
    </PageWords>
  )
}
