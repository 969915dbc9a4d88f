import type { Metadata } from 'next'
import { UsersPage } from '#components/identity/users-page.tsx'
import { requireSession } from '../../../current-session.ts'

export const metadata: Metadata = { title: 'Users' }

export default async function Page() {
  await requireSession('/admin/users')
  return <UsersPage />
}
