'use client'

import { useTranslations } from 'next-intl'
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
import type { Translate } from '#lib/client/words.ts'

const LEAST_SECRET = 16

export function AddWebhookDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useTranslations('webhooks.addDialog')
  const common = useTranslations('common')
  const formId = useId()
  const [name, setName] = useState('')
  const [url, setUrl] = useState('')
  const [secret, setSecret] = useState(newSecret)
  const [types, setTypes] = useState<readonly string[]>([])
  const { mutate, isPending, error } = useAddWebhook()
  const problem = problemOf({ name, url, secret }, t)

  function add(event: FormEvent): void {
    event.preventDefault()
    if (problem !== undefined || isPending) return
    mutate(
      { name: name.trim(), url: url.trim(), secret, types: [...types], enabled: true },
      {
        onSuccess: () => {
          showToast({ tone: 'ok', title: t('done', { name: name.trim() }) })
          onClose()
        },
      },
    )
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('title')}
      description={t('text')}
      footer={
        <>
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button type="submit" form={formId} variant="primary" isBusy={isPending} disabledReason={problem}>
            {common('add')}
          </Button>
        </>
      }
    >
      <form id={formId} className="grid gap-4" onSubmit={add}>
        <Field label={common('name')}>
          {(control) => (
            <Input
              {...control}
              value={name}
              maxLength={255}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <Field label={t('address')} hint={t('addressHint')}>
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
        <Field label={t('secret')} hint={t('secretHint')}>
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
              <CopyButton text={secret} what={t('secretWhat')} />
            </div>
          )}
        </Field>
        <TypeChoice types={types} onChange={setTypes} />
        {error !== null && <Notice tone="danger">{faultMessage(error)}</Notice>}
      </form>
    </Dialog>
  )
}

interface Draft {
  readonly name: string
  readonly url: string
  readonly secret: string
}

function problemOf({ name, url, secret }: Draft, t: Translate<'webhooks.addDialog'>): string | undefined {
  if (name.trim() === '') return t('needsName')
  if (!/^https?:\/\/./.test(url.trim())) return t('needsAddress')
  return secret.length < LEAST_SECRET ? t('needsSecret', { least: LEAST_SECRET }) : undefined
}

interface TypeChoiceProps {
  readonly types: readonly string[]
  readonly onChange: (types: readonly string[]) => void
}

function TypeChoice({ types, onChange }: TypeChoiceProps) {
  const t = useTranslations('webhooks.addDialog')
  const events = useTranslations('events')
  const id = useId()
  return (
    <fieldset>
      <legend className="font-medium">{t('events')}</legend>
      <p className="mb-2 text-xs text-muted">{t('all')}</p>
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
            <label htmlFor={`${id}-${group}`}>{groupWords(group, events)}</label>
          </li>
        ))}
      </ul>
    </fieldset>
  )
}
