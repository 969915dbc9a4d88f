import { redirect } from 'next/navigation'
import { SignInPage } from '#components/sign-in/sign-in-page.tsx'
import { PageWords } from '#components/words/page-words.tsx'
import { returnPath } from '#lib/client/return-path.ts'
import { currentSession } from '../../current-session.ts'
import { titled } from '../../titled.ts'

export const generateMetadata = titled('signIn')

interface LoginPageProps {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function LoginPage({ searchParams }: LoginPageProps) {
  const { to } = await searchParams
  const wantedPath = typeof to === 'string' ? to : null
  if ((await currentSession()) !== null) redirect(returnPath(wantedPath))
  return (
    <PageWords of={['signIn']}>
      <SignInPage wantedPath={wantedPath} />
    </PageWords>
  )
}
