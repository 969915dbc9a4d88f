import { WebhooksPage } from '#components/webhooks/webhooks-page.tsx'
import { PageWords } from '#components/words/page-words.tsx'
import { requireSession } from '../../../current-session.ts'
import { titled } from '../../../titled.ts'

export const generateMetadata = titled('webhooks')

export default async function Page() {
  await requireSession('/admin/webhooks')
  return (
    <PageWords of={['webhooks', 'events']}>
      <WebhooksPage />
    </PageWords>
  )
}
