import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { NamespacePage } from '#components/metadefs/editor/namespace-page.tsx'
import { namespaceAddress } from '#components/metadefs/namespace-address.ts'
import { requireSession } from '../../../current-session.ts'

export const metadata: Metadata = { title: 'Namespace' }

interface PageProps {
  readonly searchParams: Promise<{ name?: string | string[] }>
}

export default async function Page({ searchParams }: PageProps) {
  const { name } = await searchParams
  if (typeof name !== 'string') notFound()
  await requireSession(namespaceAddress(name))
  return <NamespacePage name={name} key={name} />
}
