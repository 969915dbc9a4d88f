import { QuotasPage } from '#components/admin/quotas-page.tsx'
import { PageWords } from '#components/words/page-words.tsx'
import { requireSession } from '../../../current-session.ts'
import { titled } from '../../../titled.ts'

export const generateMetadata = titled('quotas')

export default async function Page() {
  await requireSession('/admin/quotas')
  return (
    <PageWords of={['quotas']}>
      <QuotasPage />
    </PageWords>
  )
}
