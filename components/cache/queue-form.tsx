'use client'

import { Plus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Field } from '#components/form/field.tsx'
import { Button } from '#components/ui/button.tsx'
import { Input } from '#components/ui/input.tsx'
import { showToast } from '#components/ui/toast-store.ts'
import { faultMessage } from '#lib/client/api-fault.ts'
import { useQueueImage } from '#lib/client/cache.ts'

/** Has an image fetched ahead by the node that answers. */
export function QueueForm() {
  const t = useTranslations('cache.queue')
  const [imageId, setImageId] = useState('')
  const { mutate, isPending, error, reset } = useQueueImage()
  const wanted = imageId.trim()

  function queue(): void {
    mutate(wanted, {
      onSuccess: () => {
        setImageId('')
        showToast({ tone: 'ok', title: t('done') })
      },
    })
  }

  return (
    <form
      className="flex flex-wrap items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        if (wanted !== '' && !isPending) queue()
      }}
    >
      <Field
        label={t('label')}
        error={error === null ? undefined : faultMessage(error)}
        className="max-w-md flex-1 basis-64"
      >
        {(control) => (
          <Input
            {...control}
            value={imageId}
            placeholder={t('placeholder')}
            spellCheck={false}
            onChange={(event) => {
              setImageId(event.target.value)
              reset()
            }}
          />
        )}
      </Field>
      <Button
        type="submit"
        icon={Plus}
        isBusy={isPending}
        disabledReason={wanted === '' ? t('idFirst') : undefined}
      >
        {t('fetch')}
      </Button>
    </form>
  )
}
