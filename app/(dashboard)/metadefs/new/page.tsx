import type { Metadata } from 'next'
import { NewNamespacePage } from '#components/metadefs/editor/namespace-page.tsx'
import { requireSession } from '../../../current-session.ts'

export const metadata: Metadata = { title: 'New namespace' }

interface PageProps {
  readonly searchParams: Promise<{ copy?: string | string[] }>
}

export default async function Page({ searchParams }: PageProps) {
  const { copy } = await searchParams
  await requireSession('/metadefs')
  return <NewNamespacePage copyOf={typeof copy === 'string' ? copy : null} />
}
