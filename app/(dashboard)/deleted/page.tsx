import type { Metadata } from 'next'
import { DeletedPage } from '#components/deleted/deleted-page.tsx'
import { requireSession } from '../../current-session.ts'

export const metadata: Metadata = { title: 'Recently deleted' }

export default async function Page() {
  await requireSession('/deleted')
  return <DeletedPage />
}
