import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { familyAddress } from '#components/families/family-address.ts'
import { FamilyPage } from '#components/families/family-page.tsx'
import { requireSession } from '../../../current-session.ts'

export const metadata: Metadata = { title: 'Family' }

interface PageProps {
  readonly searchParams: Promise<{ owner?: string | string[]; name?: string | string[] }>
}

export default async function Page({ searchParams }: PageProps) {
  const { owner, name } = await searchParams
  if (typeof owner !== 'string' || typeof name !== 'string') notFound()
  const family = { owner, name }
  await requireSession(familyAddress(family))
  return <FamilyPage family={family} key={familyAddress(family)} />
}
