import type { Metadata } from 'next'
import { NamespacesPage } from '#components/metadefs/list/namespaces-page.tsx'
import { requireSession } from '../../current-session.ts'

export const metadata: Metadata = { title: 'Metadata definitions' }

export default async function Page() {
  await requireSession('/metadefs')
  return <NamespacesPage />
}
