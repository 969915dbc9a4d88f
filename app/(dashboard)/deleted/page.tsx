import { DeletedPage } from '#components/deleted/deleted-page.tsx'
import { PageWords } from '#components/words/page-words.tsx'
import { requireSession } from '../../current-session.ts'
import { titled } from '../../titled.ts'

export const generateMetadata = titled('deleted')

export default async function Page() {
  await requireSession('/deleted')
  return (
    <PageWords of={['deleted']}>
      <DeletedPage />
    </PageWords>
  )
}
