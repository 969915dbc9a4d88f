const HOME = '/images'

/**
 * Where to go after signing in: the page that was asked for, if it is one of ours. Anything that a browser could read
 * as another site's address becomes the start page.
 */
export function returnPath(wanted: string | null | undefined): string {
  if (!wanted?.startsWith('/')) return HOME
  try {
    const base = 'http://here.invalid'
    const url = new URL(wanted, base)
    // Browsers read `//host`, `/\host` and control characters in ways that the first character does not show.
    if (url.origin !== base || url.pathname.startsWith('//')) return HOME
    return url.pathname === '/login' ? HOME : url.pathname + url.search + url.hash
  } catch {
    return HOME
  }
}
