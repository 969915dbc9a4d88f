import type { Metadata } from 'next'
import { PoliciesPage } from '#components/policies/policies-page.tsx'
import { requireSession } from '../../../current-session.ts'

export const metadata: Metadata = { title: 'Policies' }

export default async function Page() {
  await requireSession('/admin/policies')
  return <PoliciesPage />
}
