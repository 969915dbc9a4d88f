import type { Metadata } from 'next'
import { WebhooksPage } from '#components/webhooks/webhooks-page.tsx'
import { requireSession } from '../../../current-session.ts'

export const metadata: Metadata = { title: 'Webhooks' }

export default async function Page() {
  await requireSession('/admin/webhooks')
  return <WebhooksPage />
}
