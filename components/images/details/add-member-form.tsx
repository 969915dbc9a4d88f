'use client'

import { UserPlus } from 'lucide-react'
import { useState } from 'react'
import { Field } from '#components/form/field.tsx'
import { Button } from '#components/ui/button.tsx'
import { Input } from '#components/ui/input.tsx'
import { faultMessage } from '#lib/client/api-fault.ts'
import { useAddMember } from '#lib/client/images.ts'

export function AddMemberForm({ imageId }: { readonly imageId: string }) {
  const [projectId, setProjectId] = useState('')
  const { mutate, isPending, error, reset } = useAddMember(imageId)
  const wanted = projectId.trim()

  return (
    <form
      className="px-3.5 py-2.5"
      onSubmit={(event) => {
        event.preventDefault()
        if (wanted !== '' && !isPending) mutate(wanted, { onSuccess: () => setProjectId('') })
      }}
    >
      <Field
        label="Share with a project"
        hint="The project sees the image in its list when it has accepted it; until then it can use it by ID."
        error={error === null ? undefined : faultMessage(error)}
      >
        {(control) => (
          <div className="flex gap-2">
            <Input
              {...control}
              value={projectId}
              placeholder="Project ID"
              spellCheck={false}
              className="font-mono text-xs!"
              onChange={(event) => {
                setProjectId(event.target.value)
                reset()
              }}
            />
            <Button
              type="submit"
              icon={UserPlus}
              isBusy={isPending}
              disabledReason={wanted === '' ? 'Enter the ID of a project first' : undefined}
            >
              Share
            </Button>
          </div>
        )}
      </Field>
    </form>
  )
}
