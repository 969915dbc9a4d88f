import { NamespacesPage } from '#components/metadefs/list/namespaces-page.tsx'
import { PageWords } from '#components/words/page-words.tsx'
import { requireSession } from '../../current-session.ts'
import { titled } from '../../titled.ts'

export const generateMetadata = titled('metadefs')

export default async function Page() {
  await requireSession('/metadefs')
  return (
    <PageWords of={['metadefs']}>
      <NamespacesPage />
    </PageWords>
  )
}
