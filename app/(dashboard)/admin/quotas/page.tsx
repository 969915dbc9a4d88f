import type { Metadata } from 'next'
import { QuotasPage } from '#components/admin/quotas-page.tsx'
import { requireSession } from '../../../current-session.ts'

export const metadata: Metadata = { title: 'Quotas' }

export default async function Page() {
  await requireSession('/admin/quotas')
  return <QuotasPage />
}
