import { ImagesPage } from '#components/images/list/images-page.tsx'
import { PageWords } from '#components/words/page-words.tsx'
import { requireSession } from '../../current-session.ts'
import { titled } from '../../titled.ts'

export const generateMetadata = titled('images')

interface PageProps {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function Page({ searchParams }: PageProps) {
  await requireSession(pathWithQuery('/images', await searchParams))
  return (
    <PageWords of={['images']}>
      <ImagesPage />
    </PageWords>
  )
}

function pathWithQuery(path: string, params: Record<string, string | string[] | undefined>): string {
  const pairs = Object.entries(params).flatMap(([key, value]) =>
    [value ?? []].flat().map((text) => [key, text]),
  )
  return pairs.length === 0 ? path : `${path}?${new URLSearchParams(pairs)}`
}
