'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { showToast } from '#components/ui/toast-store.ts'
import { fileNameOf, formOfPreview, importAdvice } from '#lib/client/import/import-form.ts'
import { type ImportPreviewWire, useImportPreview, useStartImport } from '#lib/client/import/imports.ts'
import { type ImageForm, readForm } from '#lib/client/upload/prepare/image-form.ts'
import type { Translate } from '#lib/client/words.ts'

/** What was found, at which address, and how its image shall be. */
export interface Found {
  readonly uri: string
  readonly preview: ImportPreviewWire
  readonly form: ImageForm
}

/** The steps of the dialog: an address, what is there, the import. */
export function useImport(onClose: () => void) {
  const router = useRouter()
  const t = useTranslations('import')
  const [text, setText] = useState('')
  const [found, setFound] = useState<Found | null>(null)
  const look = useImportPreview()
  const start = useStartImport()
  const uri = text.trim()

  function lookAtIt(): void {
    setFound(null)
    start.reset()
    look.mutate(uri, {
      onSuccess: (preview) => preview.reachable && setFound({ uri, preview, form: formOfPreview(preview) }),
    })
  }
  function begin(): void {
    const reading = found === null ? null : readForm(found.form, fileNameOf(found.preview))
    if (found === null || reading?.isValid !== true) return
    start.mutate(
      { uri: found.uri, draft: reading.draft },
      {
        onSuccess: (imageId) => {
          showToast({ tone: 'ok', title: t('begun', { name: reading.draft.name }) })
          onClose()
          router.push(`/images/${imageId}`)
        },
      },
    )
  }

  // What was found elsewhere says nothing about the address that stands in the field now.
  const isLooked = look.variables === uri && !look.isPending
  return {
    ...{ text, uri, lookAtIt, begin },
    type(next: string): void {
      setText(next)
      start.reset()
    },
    edit: (change: Partial<ImageForm>) =>
      setFound((now) => now && { ...now, form: { ...now.form, ...change } }),
    found: isLooked && found?.uri === uri ? found : null,
    unreachable: isLooked && look.data?.reachable === false ? look.data.problem : null,
    lookError: isLooked ? look.error : null,
    startError: start.error,
    isLooking: look.isPending,
    isStarting: start.isPending,
  }
}

export type Importing = ReturnType<typeof useImport>

/** Why it cannot begin now; undefined when it can. */
export function reasonNotToImport(
  { found, isLooking }: Importing,
  t: Translate<'import'>,
): string | undefined {
  if (isLooking) return t('notYet.looking')
  if (found === null) return t('notYet.lookFirst')
  const { preview, uri, form } = found
  const isRefused = importAdvice(preview, uri, form).some(({ tone }) => tone === 'danger')
  const isReady = !isRefused && readForm(form, fileNameOf(preview)).isValid
  return isReady ? undefined : t('notYet.seeMessage')
}
