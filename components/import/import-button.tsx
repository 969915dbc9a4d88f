'use client'

import { useQuery } from '@tanstack/react-query'
import { Link2 } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useAsker } from '#components/images/actions/use-asker.ts'
import { Button } from '#components/ui/button.tsx'
import { lazyPart } from '#components/ui/lazy-part.tsx'
import { useReasonOf } from '#components/words/service-text.tsx'
import { withWords } from '#components/words/with-words.tsx'
import { importMethodsOptions } from '#lib/client/import/import-methods.ts'
import { imageCan } from '#lib/domain/capabilities.ts'

const ImportDialog = lazyPart(
  withWords(['import', 'upload', 'properties'], () =>
    import('./import-dialog.tsx').then((file) => file.ImportDialog),
  ),
)

/** Lets the service itself fetch an image. Not there where the site has that switched off. */
export function ImportButton() {
  const reasonOf = useReasonOf()
  const t = useTranslations('common')
  const { data: methods } = useQuery(importMethodsOptions())
  const [isOpen, setIsOpen] = useState(false)
  const asker = useAsker()
  const verdict = imageCan.create(asker)
  if (methods?.includes('web-download') !== true) return null
  return (
    <>
      <Button icon={Link2} disabledReason={reasonOf(verdict)} onClick={() => setIsOpen(true)}>
        {t('importFromAddress')}
      </Button>
      {isOpen && <ImportDialog asker={asker} onClose={() => setIsOpen(false)} />}
    </>
  )
}
