import type { Metadata } from 'next'
import { ProjectsPage } from '#components/identity/projects-page.tsx'
import { requireSession } from '../../../current-session.ts'

export const metadata: Metadata = { title: 'Projects' }

export default async function Page() {
  await requireSession('/admin/projects')
  return <ProjectsPage />
}
