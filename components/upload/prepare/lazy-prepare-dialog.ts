'use client'

import { lazyPart } from '#components/ui/lazy-part.tsx'

/** Fetched when files are about to be chosen: pages do without it. */
export const PrepareDialog = lazyPart(() => import('./prepare-dialog.tsx').then((file) => file.PrepareDialog))
