import { ImagePage } from '#components/images/details/image-page.tsx'
import { PageWords } from '#components/words/page-words.tsx'
import { requireSession } from '../../../current-session.ts'
import { titled } from '../../../titled.ts'

export const generateMetadata = titled('image')

interface PageProps {
  readonly params: Promise<{ imageId: string }>
}

export default async function Page({ params }: PageProps) {
  const { imageId } = await params
  await requireSession(`/images/${imageId}`)
  return (
    <PageWords of={['image', 'stores', 'tasks', 'events', 'commands', 'actions']}>
      <ImagePage imageId={imageId} />
    </PageWords>
  )
}
