import { AuditPage } from '#components/audit/audit-page.tsx'
import { PageWords } from '#components/words/page-words.tsx'
import { requireSession } from '../../../current-session.ts'
import { titled } from '../../../titled.ts'

export const generateMetadata = titled('audit')

export default async function Page() {
  await requireSession('/admin/audit')
  return (
    <PageWords of={['audit', 'events']}>
      <AuditPage />
    </PageWords>
  )
}
