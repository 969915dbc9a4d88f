export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

/** A cookie rather than local storage: the server draws the page in the chosen colours, so nothing flashes. */
export const THEME_COOKIE = 'vitrine-theme'
const YEAR_SECONDS = 365 * 86_400

export function readTheme(text: string | undefined): Theme {
  return THEMES.find((theme) => theme === text) ?? 'system'
}

/** Changes the colours of this page at once, and of later ones by the cookie. */
export function chooseTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in browsers that we support
  document.cookie = `${THEME_COOKIE}=${theme}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`
}

export function currentTheme(): Theme {
  return readTheme(document.documentElement.dataset.theme)
}
