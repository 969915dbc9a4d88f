'use client'

import { Upload } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useAsker } from '#components/images/actions/use-asker.ts'
import { Button } from '#components/ui/button.tsx'
import { useReasonOf } from '#components/words/service-text.tsx'
import { imageCan } from '#lib/domain/capabilities.ts'
import { useUploadDoor } from './upload-context.ts'

/** Chooses files and prepares their upload. Says why when that is not allowed. */
export function UploadButton() {
  const reasonOf = useReasonOf()
  const t = useTranslations('common')
  const door = useUploadDoor()
  const asker = useAsker()
  const verdict = imageCan.create(asker)
  return (
    <Button
      variant="primary"
      icon={Upload}
      disabledReason={reasonOf(verdict)}
      onClick={() => door?.choose(door.prepare, true)}
    >
      {t('upload')}
    </Button>
  )
}
