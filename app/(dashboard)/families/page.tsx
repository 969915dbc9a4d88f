import type { Metadata } from 'next'
import { FamiliesPage } from '#components/families/families-page.tsx'
import { requireSession } from '../../current-session.ts'

export const metadata: Metadata = { title: 'Families' }

export default async function Page() {
  await requireSession('/families')
  return <FamiliesPage />
}
