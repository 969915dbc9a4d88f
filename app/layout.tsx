import type { Metadata, Viewport } from 'next'
import { cookies, headers } from 'next/headers'
import type { ReactNode } from 'react'
import './globals.css'
import { readTheme, THEME_COOKIE } from '#components/shell/theme.ts'
import { Providers } from './providers.tsx'

export const metadata: Metadata = {
  title: { default: 'Vitrine', template: '%s · Vitrine' },
  description: 'Disk images of your cloud: upload, find, share, download.',
  icons: { icon: { url: '/app/icon.svg', type: 'image/svg+xml' } },
}

export const viewport: Viewport = { width: 'device-width', initialScale: 1, viewportFit: 'cover' }

// Every page carries a nonce of its own, so none can be made at build time.
export const dynamic = 'force-dynamic'

export default async function RootLayout({ children }: { children: ReactNode }) {
  const [requestHeaders, requestCookies] = await Promise.all([headers(), cookies()])
  const theme = readTheme(requestCookies.get(THEME_COOKIE)?.value)
  return (
    <html lang="en" data-theme={theme === 'system' ? undefined : theme} suppressHydrationWarning>
      <body>
        <Providers nonce={nonceOf(requestHeaders.get('content-security-policy'))}>{children}</Providers>
      </body>
    </html>
  )
}

function nonceOf(policy: string | null): string | undefined {
  return /'nonce-([^']+)'/.exec(policy ?? '')?.[1]
}
