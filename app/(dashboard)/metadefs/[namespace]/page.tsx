import type { Metadata } from 'next'
import { NamespacePage } from '#components/metadefs/editor/namespace-page.tsx'
import { requireSession } from '../../../current-session.ts'

export const metadata: Metadata = { title: 'Namespace' }

interface PageProps {
  readonly params: Promise<{ namespace: string }>
}

export default async function Page({ params }: PageProps) {
  const { namespace } = await params
  await requireSession(`/metadefs/${namespace}`)
  // The address has it escaped.
  return <NamespacePage name={decodeURIComponent(namespace)} />
}
