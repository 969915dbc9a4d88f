import { UsersPage } from '#components/identity/users-page.tsx'
import { PageWords } from '#components/words/page-words.tsx'
import { requireSession } from '../../../current-session.ts'
import { titled } from '../../../titled.ts'

export const generateMetadata = titled('users')

export default async function Page() {
  await requireSession('/admin/users')
  return (
    <PageWords of={['identity']}>
      <UsersPage />
    </PageWords>
  )
}
