'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Field } from '#components/form/field.tsx'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Input } from '#components/ui/input.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { showToast } from '#components/ui/toast-store.ts'
import { faultMessage } from '#lib/client/api-fault.ts'
import type { QuotaWire } from '#lib/client/quota.ts'
import { type LimitRequest, type LimitValue, useSetLimits } from '#lib/client/quota-limits.ts'
import { isSizeResource, QUOTA_RESOURCES, type QuotaResource } from '#lib/domain/limits.ts'

interface LimitsDialogProps {
  readonly quota: QuotaWire
  readonly onClose: () => void
}

const GIB = 1024 ** 3

type Texts = Readonly<Record<QuotaResource, string>>

/** Limits of one project: sizes in GiB, empty for what every project has. */
export function LimitsDialog({ quota, onClose }: LimitsDialogProps) {
  const t = useTranslations('quota')
  const quotas = useTranslations('quotas')
  const common = useTranslations('common')
  const [texts, setTexts] = useState<Texts>(() => textsOf(quota))
  const { mutate, isPending, error } = useSetLimits()
  const problems = QUOTA_RESOURCES.filter((resource) => readLimit(resource, texts[resource]) === undefined)
  const name = quota.project_name ?? quota.project_id

  function save(): void {
    const limits = Object.fromEntries(
      QUOTA_RESOURCES.filter((resource) => texts[resource] !== textsOf(quota)[resource]).map((resource) => [
        resource,
        readLimit(resource, texts[resource]),
      ]),
    ) as LimitRequest['limits']
    mutate(
      { projectId: quota.project_id, limits },
      {
        onSuccess: () => {
          showToast({ tone: 'ok', title: quotas('set', { project: name }) })
          onClose()
        },
      },
    )
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      size="sm"
      title={quotas('limitsOf', { project: name })}
      description={quotas('text')}
      footer={
        <>
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button
            variant="primary"
            isBusy={isPending}
            disabledReason={problems.length > 0 ? quotas('noNumber') : undefined}
            onClick={save}
          >
            {common('save')}
          </Button>
        </>
      }
    >
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          if (problems.length === 0 && !isPending) save()
        }}
      >
        {QUOTA_RESOURCES.map((resource) => (
          <Field
            key={resource}
            label={`${t(`resource.${resource}`)}${isSizeResource(resource) ? ' (GiB)' : ''}`}
            hint={quotas('hint')}
            error={problems.includes(resource) ? quotas('problem') : undefined}
          >
            {(control) => (
              <Input
                {...control}
                value={texts[resource]}
                onChange={(event) => setTexts({ ...texts, [resource]: event.target.value })}
              />
            )}
          </Field>
        ))}
        {error !== null && <Notice tone="danger">{faultMessage(error)}</Notice>}
        <button type="submit" hidden>
          {common('save')}
        </button>
      </form>
    </Dialog>
  )
}

function textsOf(quota: QuotaWire): Texts {
  const texts = QUOTA_RESOURCES.map((resource) => {
    const { limit } = quota[resource]
    if (limit === null) return [resource, 'none']
    return [resource, String(isSizeResource(resource) ? limit / GIB : limit)]
  })
  return Object.fromEntries(texts) as Texts
}

/** @returns undefined when it is no limit */
function readLimit(resource: QuotaResource, text: string): LimitValue | undefined {
  const word = text.trim().toLowerCase()
  if (word === '') return 'default'
  if (word === 'none') return null
  const number = Number(word.replace(',', '.'))
  if (!Number.isFinite(number) || number < 0) return undefined
  if (isSizeResource(resource)) return Math.round(number * GIB)
  return Number.isInteger(number) ? number : undefined
}
