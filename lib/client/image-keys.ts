/** Under which everything about images is remembered. */
export const KEYS = {
  all: ['images'],
  lists: ['images', 'list'],
  totals: ['images', 'list-total'],
  families: ['images', 'families'],
  detail: (imageId: string) => ['images', 'detail', imageId],
  members: (imageId: string) => ['images', 'members', imageId],
} as const

/** With what the site's policy refuses the caller, which buttons ask (lib/domain/capabilities.ts), and why images are off. */
export const SHOWING = { 'x-vitrine-show': 'refusals, reasons' } as const
