'use client'

import { useState } from 'react'
import { Field } from '#components/form/field.tsx'
import { QUOTA_WORDS } from '#components/quota/quota-bar.tsx'
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
          showToast({ tone: 'ok', title: `The limits of ${name} are set` })
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
      title={`Limits of ${name}`}
      description="They count at once. What is over a limit stays; only more is refused."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            isBusy={isPending}
            disabledReason={problems.length > 0 ? 'A limit is no number' : undefined}
            onClick={save}
          >
            Save
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
            label={`${QUOTA_WORDS[resource]}${isSizeResource(resource) ? ' (GiB)' : ''}`}
            hint="A number; “none” for no limit; empty for what every project has."
            error={problems.includes(resource) ? 'Write a number from 0 on, “none”, or nothing.' : undefined}
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
          Save
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
