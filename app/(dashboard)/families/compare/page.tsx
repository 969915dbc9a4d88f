import { notFound } from 'next/navigation'
import { ComparePage } from '#components/families/compare/compare-page.tsx'
import { compareAddress } from '#components/families/family-address.ts'
import { PageWords } from '#components/words/page-words.tsx'
import { requireSession } from '../../../current-session.ts'
import { titled } from '../../../titled.ts'

export const generateMetadata = titled('compareVersions')

type Asked = Readonly<Record<'owner' | 'name' | 'before' | 'after' | 'equal', string | string[] | undefined>>

interface PageProps {
  readonly searchParams: Promise<Partial<Asked>>
}

export default async function Page({ searchParams }: PageProps) {
  const { owner, name, before, after, equal } = await searchParams
  if (typeof owner !== 'string' || typeof name !== 'string') notFound()
  const family = { owner, name }
  const address = { before: oneOf(before), after: oneOf(after), showsEqual: equal === 'shown' }
  const path = compareAddress(family, address)
  await requireSession(path)
  return (
    <PageWords of={['families', 'actions']}>
      <ComparePage family={family} address={address} key={path} />
    </PageWords>
  )
}

function oneOf(value: string | string[] | undefined): string | null {
  return typeof value === 'string' ? value : null
}
