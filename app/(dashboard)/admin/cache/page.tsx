import type { Metadata } from 'next'
import { CachePage } from '#components/cache/cache-page.tsx'
import { requireSession } from '../../../current-session.ts'

export const metadata: Metadata = { title: 'Image cache' }

export default async function Page() {
  await requireSession('/admin/cache')
  return <CachePage />
}
