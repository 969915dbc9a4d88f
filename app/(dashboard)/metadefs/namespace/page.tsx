import { notFound } from 'next/navigation'
import { NamespacePage } from '#components/metadefs/editor/namespace-page.tsx'
import { namespaceAddress } from '#components/metadefs/namespace-address.ts'
import { PageWords } from '#components/words/page-words.tsx'
import { requireSession } from '../../../current-session.ts'
import { titled } from '../../../titled.ts'

export const generateMetadata = titled('namespace')

interface PageProps {
  readonly searchParams: Promise<{ name?: string | string[] }>
}

export default async function Page({ searchParams }: PageProps) {
  const { name } = await searchParams
  if (typeof name !== 'string') notFound()
  await requireSession(namespaceAddress(name))
  return (
    <PageWords of={['metadefs', 'properties']}>
      <NamespacePage name={name} key={name} />
    </PageWords>
  )
}
