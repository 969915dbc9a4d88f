import type { Metadata, Viewport } from 'next'
import { cookies, headers } from 'next/headers'
import { NextIntlClientProvider } from 'next-intl'
import { getTranslations } from 'next-intl/server'
import type { ReactNode } from 'react'
import './globals.css'
import { readTheme, THEME_COOKIE } from '#components/shell/theme.ts'
import { loadWords } from '#lib/client/words.ts'
import { Providers } from './providers.tsx'
import { requestLanguage } from './request-words.ts'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('titles')
  return {
    title: { default: 'Vitrine', template: '%s · Vitrine' },
    description: t('description'),
    icons: { icon: { url: '/app/icon.svg', type: 'image/svg+xml' } },
  }
}

export const viewport: Viewport = { width: 'device-width', initialScale: 1, viewportFit: 'cover' }

// Every page carries a nonce of its own, so none can be made at build time.
export const dynamic = 'force-dynamic'

export default async function RootLayout({ children }: { children: ReactNode }) {
  const [requestHeaders, requestCookies] = await Promise.all([headers(), cookies()])
  const theme = readTheme(requestCookies.get(THEME_COOKIE)?.value)
  const { language, direction } = await requestLanguage()
  return (
    <html
      lang={language}
      dir={direction}
      data-theme={theme === 'system' ? undefined : theme}
      suppressHydrationWarning
    >
      <body>
        <NextIntlClientProvider messages={await loadWords(language, ['common'])}>
          <Providers nonce={nonceOf(requestHeaders.get('content-security-policy'))} direction={direction}>
            {children}
          </Providers>
        </NextIntlClientProvider>
      </body>
    </html>
  )
}

function nonceOf(policy: string | null): string | undefined {
  return /'nonce-([^']+)'/.exec(policy ?? '')?.[1]
}
