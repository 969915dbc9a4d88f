import { notFound } from 'next/navigation'
import { familyAddress } from '#components/families/family-address.ts'
import { FamilyPage } from '#components/families/family-page.tsx'
import { PageWords } from '#components/words/page-words.tsx'
import { requireSession } from '../../../current-session.ts'
import { titled } from '../../../titled.ts'

export const generateMetadata = titled('family')

interface PageProps {
  readonly searchParams: Promise<{ owner?: string | string[]; name?: string | string[] }>
}

export default async function Page({ searchParams }: PageProps) {
  const { owner, name } = await searchParams
  if (typeof owner !== 'string' || typeof name !== 'string') notFound()
  const family = { owner, name }
  await requireSession(familyAddress(family))
  return (
    <PageWords of={['families', 'image', 'commands']}>
      <FamilyPage family={family} key={familyAddress(family)} />
    </PageWords>
  )
}
