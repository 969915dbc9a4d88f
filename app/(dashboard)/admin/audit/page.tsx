import type { Metadata } from 'next'
import { AuditPage } from '#components/audit/audit-page.tsx'
import { requireSession } from '../../../current-session.ts'

export const metadata: Metadata = { title: 'Audit' }

export default async function Page() {
  await requireSession('/admin/audit')
  return <AuditPage />
}
