import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import { type AuthOptions, getServerSession, type Session } from 'next-auth'
import { cache } from 'react'
import type { SessionView } from '#lib/client/session.ts'
import type { SessionDetails } from '#lib/contract/session.ts'
import { createAuthOptions } from '#lib/identity/auth-options.ts'
import { isSecureRequest } from '#lib/identity/client-address.ts'
import { identityTokenFromCookie } from '#lib/identity/session-cookie.ts'
import { getRuntime } from '#lib/runtime.ts'

/** Who asks for this page; null: nobody, or the sign-in has run out. Asked once for each request. */
export const currentSession = cache(async (): Promise<SessionView | null> => {
  const [runtime, requestHeaders] = await Promise.all([getRuntime(), headers()])
  const { VITRINE_PUBLIC_URL: publicUrl, VITRINE_DELAYED_DELETE, VITRINE_SCRUB_SECONDS } = runtime.config
  const options = createAuthOptions(runtime, isSecureRequest(requestHeaders, publicUrl))
  const session: SessionDetails | null = await getServerSession<AuthOptions, Session & SessionDetails>(
    options,
  )
  if (session === null) return null
  const token = await identityTokenFromCookie(requestHeaders.get('cookie'), runtime.sessionSecret, publicUrl)
  if (token === undefined) return null
  const projects = await runtime.identity.listProjects(token)
  return {
    user: session.user,
    project: session.project,
    roles: session.roles,
    expiresAt: session.expiresAt,
    projects: projects.map(({ id, name }) => ({ id, name })),
    site: { keepsDeletedSeconds: VITRINE_DELAYED_DELETE ? VITRINE_SCRUB_SECONDS : null },
  }
})

/** For pages behind the sign-in. Who is not signed in goes there first, and then comes back to `path`. */
export async function requireSession(path: string): Promise<SessionView> {
  const session = await currentSession()
  return session ?? redirect(`/login?to=${encodeURIComponent(path)}`)
}
