import { PoliciesPage } from '#components/policies/policies-page.tsx'
import { PageWords } from '#components/words/page-words.tsx'
import { requireSession } from '../../../current-session.ts'
import { titled } from '../../../titled.ts'

export const generateMetadata = titled('policies')

export default async function Page() {
  await requireSession('/admin/policies')
  return (
    <PageWords of={['policies']}>
      <PoliciesPage />
    </PageWords>
  )
}
