import { cookies, headers } from 'next/headers'
import { getRequestConfig } from 'next-intl/server'
import { cache } from 'react'
import { LANGUAGE_COOKIE, type PageLanguage, readLanguage } from '#lib/client/language.ts'
import { loadWords } from '#lib/client/words.ts'

/** The language of the page that is being drawn. */
export const requestLanguage = cache(async (): Promise<PageLanguage> => {
  const [requestCookies, requestHeaders] = await Promise.all([cookies(), headers()])
  return readLanguage(requestCookies.get(LANGUAGE_COOKIE)?.value, requestHeaders.get('accept-language'))
})

/** What next-intl asks for on the server. Only these texts are drawn there; pages bring their own to the browser. */
export default getRequestConfig(async () => {
  const { language } = await requestLanguage()
  return { locale: language, messages: await loadWords(language, ['common', 'titles']), timeZone: 'UTC' }
})
