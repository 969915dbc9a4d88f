import { CachePage } from '#components/cache/cache-page.tsx'
import { PageWords } from '#components/words/page-words.tsx'
import { requireSession } from '../../../current-session.ts'
import { titled } from '../../../titled.ts'

export const generateMetadata = titled('cache')

export default async function Page() {
  await requireSession('/admin/cache')
  return (
    <PageWords of={['cache']}>
      <CachePage />
    </PageWords>
  )
}
