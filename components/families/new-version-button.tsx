'use client'

import { useQueryClient } from '@tanstack/react-query'
import { Upload } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useAsker } from '#components/images/actions/use-asker.ts'
import { Button, type ButtonProps } from '#components/ui/button.tsx'
import { showToast } from '#components/ui/toast-store.ts'
import { useUploadDoor } from '#components/upload/upload-context.ts'
import { useReasonOf } from '#components/words/service-text.tsx'
import { faultMessage } from '#lib/client/api-fault.ts'
import type { FamilyKey } from '#lib/client/families.ts'
import type { ChosenFile } from '#lib/client/upload/file/choose.ts'
import { imageCan } from '#lib/domain/capabilities.ts'

interface NewVersionButtonProps extends Pick<ButtonProps, 'size' | 'variant'> {
  readonly family: FamilyKey
  /** Why there is nothing to take over from now. */
  readonly refusal?: string | undefined
}

/** Chooses a file and prepares its upload as the next version: with what the newest one has. */
export function NewVersionButton({ family, refusal, ...look }: NewVersionButtonProps) {
  const t = useTranslations('image.family')
  const reasonOf = useReasonOf()
  const client = useQueryClient()
  const door = useUploadDoor()
  const asker = useAsker()
  const [isBusy, setIsBusy] = useState(false)
  // An upload makes an image of the project that one is signed in to: elsewhere it would found another family.
  const elsewhere = family.owner === asker.projectId ? undefined : t('otherProject')

  async function prepare(files: readonly ChosenFile[]): Promise<void> {
    setIsBusy(true)
    try {
      // Fetched with the first file: pages do without it.
      const { loadNewVersion } = await import('#lib/client/upload/prepare/load-new-version.ts')
      door?.prepare(files, await loadNewVersion(client, family, asker))
    } catch (error) {
      showToast({ tone: 'danger', title: t('notPrepared'), description: faultMessage(error) })
    } finally {
      setIsBusy(false)
    }
  }
  return (
    <Button
      {...look}
      icon={Upload}
      isBusy={isBusy}
      disabledReason={reasonOf(imageCan.create(asker)) ?? elsewhere ?? refusal}
      onClick={() => door?.choose((files) => void prepare(files), false)}
    >
      {t('newVersion')}
    </Button>
  )
}
