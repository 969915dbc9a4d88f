'use client'

import { lazyPart } from '#components/ui/lazy-part.tsx'
import { withWords } from '#components/words/with-words.tsx'

/** Fetched when files are about to be chosen: pages do without it. */
export const PrepareDialog = lazyPart(
  withWords(['upload', 'properties'], () =>
    import('./prepare-dialog.tsx').then((file) => file.PrepareDialog),
  ),
)
