import type { Metadata } from 'next'
import { ImagePage } from '#components/images/details/image-page.tsx'
import { requireSession } from '../../../current-session.ts'

export const metadata: Metadata = { title: 'Image' }

interface PageProps {
  readonly params: Promise<{ imageId: string }>
}

export default async function Page({ params }: PageProps) {
  const { imageId } = await params
  await requireSession(`/images/${imageId}`)
  return <ImagePage imageId={imageId} />
}
