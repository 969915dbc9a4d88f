'use client'

import { type FormEvent, useId, useState } from 'react'
import { Field } from '#components/form/field.tsx'
import { Button } from '#components/ui/button.tsx'
import { Checkbox } from '#components/ui/checkbox.tsx'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Input } from '#components/ui/input.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { showToast } from '#components/ui/toast-store.ts'
import { faultMessage } from '#lib/client/api-fault.ts'
import { EVENT_GROUPS, groupWords } from '#lib/client/event-words.ts'
import { newSecret, useAddWebhook } from '#lib/client/webhooks.ts'

const LEAST_SECRET = 16

export function AddWebhookDialog({ onClose }: { readonly onClose: () => void }) {
  const formId = useId()
  const [name, setName] = useState('')
  const [url, setUrl] = useState('')
  const [secret, setSecret] = useState(newSecret)
  const [types, setTypes] = useState<readonly string[]>([])
  const { mutate, isPending, error } = useAddWebhook()
  const problem = problemOf(name, url, secret)

  function add(event: FormEvent): void {
    event.preventDefault()
    if (problem !== undefined || isPending) return
    mutate(
      { name: name.trim(), url: url.trim(), secret, types: [...types], enabled: true },
      {
        onSuccess: () => {
          showToast({ tone: 'ok', title: `Events go to “${name.trim()}” from now on` })
          onClose()
        },
      },
    )
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Add a webhook"
      description="Events are sent as signed POST requests, from now on."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" isBusy={isPending} disabledReason={problem}>
            Add
          </Button>
        </>
      }
    >
      <form id={formId} className="grid gap-4" onSubmit={add}>
        <Field label="Name">
          {(control) => (
            <Input
              {...control}
              value={name}
              maxLength={255}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <Field label="Address" hint="Begins with https:// or http://; it must be reachable from the service.">
          {(control) => (
            <Input
              {...control}
              type="url"
              placeholder="https://"
              spellCheck={false}
              value={url}
              maxLength={2048}
              onChange={(event) => setUrl(event.target.value)}
            />
          )}
        </Field>
        <Field
          label="Secret"
          hint="Your receiver checks the signature with it. Keep it now: it is not shown again."
        >
          {(control) => (
            <div className="flex items-center gap-1">
              <Input
                {...control}
                className="font-mono"
                spellCheck={false}
                value={secret}
                maxLength={255}
                onChange={(event) => setSecret(event.target.value)}
              />
              <CopyButton text={secret} what="secret" />
            </div>
          )}
        </Field>
        <TypeChoice types={types} onChange={setTypes} />
        {error !== null && <Notice tone="danger">{faultMessage(error)}</Notice>}
      </form>
    </Dialog>
  )
}

function problemOf(name: string, url: string, secret: string): string | undefined {
  if (name.trim() === '') return 'The webhook needs a name'
  if (!/^https?:\/\/./.test(url.trim())) return 'The address must begin with https:// or http://'
  return secret.length < LEAST_SECRET ? `The secret needs ${LEAST_SECRET} characters or more` : undefined
}

interface TypeChoiceProps {
  readonly types: readonly string[]
  readonly onChange: (types: readonly string[]) => void
}

function TypeChoice({ types, onChange }: TypeChoiceProps) {
  const id = useId()
  return (
    <fieldset>
      <legend className="font-medium">Events</legend>
      <p className="mb-2 text-xs text-muted">Without a choice all of them are sent.</p>
      <ul className="grid gap-2.5 sm:grid-cols-2">
        {EVENT_GROUPS.map((group) => (
          <li key={group} className="flex items-center gap-2.5">
            <Checkbox
              id={`${id}-${group}`}
              isChecked={types.includes(group)}
              onChange={(isChecked) =>
                onChange(isChecked ? [...types, group] : types.filter((other) => other !== group))
              }
            />
            <label htmlFor={`${id}-${group}`}>{groupWords(group)}</label>
          </li>
        ))}
      </ul>
    </fieldset>
  )
}
