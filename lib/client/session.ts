import type { SessionChange, SessionDetails } from '../contract/session.ts'
import { ApiFault, offlineFault } from './api-fault.ts'

/** Who is signed in, as pages need it. The token itself never reaches the browser. */
export interface SessionView extends SessionDetails {
  /** The projects to which the person can switch, by name. */
  readonly projects: readonly { readonly id: string; readonly name: string }[]
  readonly site: SiteView
}

/** What this site has switched on, as far as pages look different by it. */
export interface SiteView {
  /** How long deleted images can be restored, in seconds; null: they go at once. */
  readonly keepsDeletedSeconds: number | null
}

export interface SignInForm {
  readonly userName: string
  readonly password: string
  /** The domain's name; empty: Default. */
  readonly domain: string
}

/** @throws ApiFault with words for the person: wrong password, locked out, service away. */
export async function signIn(form: SignInForm): Promise<void> {
  const response = await authRequest('callback/credentials', {
    userName: form.userName,
    password: form.password,
    domain: form.domain,
    callbackUrl: '/images',
    json: 'true',
  })
  const answer = (await response.json().catch(() => ({}))) as { url?: string }
  const problem = new URL(answer.url ?? '/', location.origin).searchParams.get('error')
  if (response.ok && problem === null) return
  throw new ApiFault({ status: response.status, code: 'unauthenticated', message: signInProblem(problem) })
}

/** Ends the session on the server too. */
export async function signOut(): Promise<void> {
  await authRequest('signout', { callbackUrl: '/login', json: 'true' })
}

/** Goes over to another project. @throws ApiFault when the person has no role there */
export async function switchProject(projectId: string): Promise<void> {
  const change: SessionChange = { projectId }
  const csrfToken = await fetchCsrfToken()
  const response = await fetchAuth('session', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ csrfToken, data: change }),
  })
  const session = (await response.json().catch(() => ({}))) as Partial<SessionDetails>
  if (response.ok && session.project?.id === projectId) return
  throw new ApiFault({
    status: response.status,
    code: 'forbidden',
    message: 'You have no role in this project any more.',
  })
}

/** Whether the session still holds. Asking prolongs it. @throws ApiFault when the service does not answer */
export async function isSignedIn(): Promise<boolean> {
  const response = await fetchAuth('session')
  if (!response.ok) throw offlineFault()
  const session = (await response.json()) as Partial<SessionDetails>
  return session.user !== undefined
}

function signInProblem(problem: string | null): string {
  if (problem === null || problem === 'CredentialsSignin') return 'The user name or the password is wrong.'
  return problem
}

async function authRequest(path: string, fields: Readonly<Record<string, string>>): Promise<Response> {
  const csrfToken = await fetchCsrfToken()
  return fetchAuth(path, { method: 'POST', body: new URLSearchParams({ ...fields, csrfToken }) })
}

async function fetchCsrfToken(): Promise<string> {
  const response = await fetchAuth('csrf')
  return ((await response.json()) as { csrfToken: string }).csrfToken
}

async function fetchAuth(path: string, init?: RequestInit): Promise<Response> {
  try {
    return await fetch(`/api/auth/${path}`, { credentials: 'same-origin', ...init })
  } catch {
    throw offlineFault()
  }
}
