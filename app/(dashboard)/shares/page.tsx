import { SharesPage } from '#components/shares/shares-page.tsx'
import { PageWords } from '#components/words/page-words.tsx'
import { requireSession } from '../../current-session.ts'
import { titled } from '../../titled.ts'

export const generateMetadata = titled('shares')

interface PageProps {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function Page({ searchParams }: PageProps) {
  const { show } = await searchParams
  await requireSession(typeof show === 'string' ? `/shares?show=${encodeURIComponent(show)}` : '/shares')
  return (
    <PageWords of={['shares']}>
      <SharesPage />
    </PageWords>
  )
}
