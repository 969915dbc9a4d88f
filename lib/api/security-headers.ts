import type { ServerResponse } from 'node:http'

/** The policy for pages: only our own files, and scripts only with the nonce of this answer. */
export function contentSecurityPolicy(nonce: string, isDev: boolean): string {
  const script = isDev ? `'self' 'nonce-${nonce}' 'unsafe-eval'` : `'self' 'nonce-${nonce}' 'strict-dynamic'`
  return [
    "default-src 'self'",
    `script-src ${script}`,
    // Positions of pop-ups are style attributes; style elements need the nonce.
    isDev ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}'`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}

/** On every answer, the API's too. `isHttps`: clients reach us by https, and shall never try anything else. */
export function setSecurityHeaders(response: ServerResponse, isHttps: boolean): void {
  if (isHttps) response.setHeader('Strict-Transport-Security', 'max-age=31536000')
  response.setHeader('X-Content-Type-Options', 'nosniff')
  response.setHeader('X-Frame-Options', 'DENY')
  response.setHeader('Referrer-Policy', 'same-origin')
  response.setHeader('Cross-Origin-Opener-Policy', 'same-origin')
  response.setHeader('Cross-Origin-Resource-Policy', 'same-origin')
  response.setHeader('Permissions-Policy', 'camera=(), geolocation=(), microphone=()')
}
