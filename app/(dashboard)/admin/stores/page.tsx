import type { Metadata } from 'next'
import { StoresPage } from '#components/stores/stores-page.tsx'
import { requireSession } from '../../../current-session.ts'

export const metadata: Metadata = { title: 'Stores' }

export default async function Page() {
  await requireSession('/admin/stores')
  return <StoresPage />
}
