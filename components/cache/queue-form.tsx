'use client'

import { Plus } from 'lucide-react'
import { useState } from 'react'
import { Field } from '#components/form/field.tsx'
import { Button } from '#components/ui/button.tsx'
import { Input } from '#components/ui/input.tsx'
import { showToast } from '#components/ui/toast-store.ts'
import { faultMessage } from '#lib/client/api-fault.ts'
import { useQueueImage } from '#lib/client/cache.ts'

/** Has an image fetched ahead by the node that answers. */
export function QueueForm() {
  const [imageId, setImageId] = useState('')
  const { mutate, isPending, error, reset } = useQueueImage()
  const wanted = imageId.trim()

  function queue(): void {
    mutate(wanted, {
      onSuccess: () => {
        setImageId('')
        showToast({ tone: 'ok', title: 'The image will be fetched' })
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
        label="Image to fetch ahead"
        error={error === null ? undefined : faultMessage(error)}
        className="max-w-md flex-1 basis-64"
      >
        {(control) => (
          <Input
            {...control}
            value={imageId}
            placeholder="Id of an image"
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
        disabledReason={wanted === '' ? 'Write the id of an image first' : undefined}
      >
        Fetch
      </Button>
    </form>
  )
}
