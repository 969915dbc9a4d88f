import { NewNamespacePage } from '#components/metadefs/editor/namespace-page.tsx'
import { PageWords } from '#components/words/page-words.tsx'
import { requireSession } from '../../../current-session.ts'
import { titled } from '../../../titled.ts'

export const generateMetadata = titled('newNamespace')

interface PageProps {
  readonly searchParams: Promise<{ copy?: string | string[] }>
}

export default async function Page({ searchParams }: PageProps) {
  const { copy } = await searchParams
  await requireSession('/metadefs')
  return (
    <PageWords of={['metadefs', 'properties']}>
      <NewNamespacePage copyOf={typeof copy === 'string' ? copy : null} />
    </PageWords>
  )
}
