import { FamiliesPage } from '#components/families/families-page.tsx'
import { PageWords } from '#components/words/page-words.tsx'
import { requireSession } from '../../current-session.ts'
import { titled } from '../../titled.ts'

export const generateMetadata = titled('families')

export default async function Page() {
  await requireSession('/families')
  return (
    <PageWords of={['families']}>
      <FamiliesPage />
    </PageWords>
  )
}
