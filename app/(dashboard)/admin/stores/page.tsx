import { StoresPage } from '#components/stores/stores-page.tsx'
import { PageWords } from '#components/words/page-words.tsx'
import { requireSession } from '../../../current-session.ts'
import { titled } from '../../../titled.ts'

export const generateMetadata = titled('stores')

export default async function Page() {
  await requireSession('/admin/stores')
  return (
    <PageWords of={['stores', 'tasks']}>
      <StoresPage />
    </PageWords>
  )
}
