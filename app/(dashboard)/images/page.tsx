import type { Metadata } from 'next'
import { ImagesPage } from '#components/images/list/images-page.tsx'
import { requireSession } from '../../current-session.ts'

export const metadata: Metadata = { title: 'Images' }

interface PageProps {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function Page({ searchParams }: PageProps) {
  await requireSession(pathWithQuery('/images', await searchParams))
  return <ImagesPage />
}

function pathWithQuery(path: string, params: Record<string, string | string[] | undefined>): string {
  const pairs = Object.entries(params).flatMap(([key, value]) =>
    [value ?? []].flat().map((text) => [key, text]),
  )
  return pairs.length === 0 ? path : `${path}?${new URLSearchParams(pairs)}`
}
