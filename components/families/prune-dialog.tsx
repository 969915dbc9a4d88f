'use client'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Field } from '#components/form/field.tsx'
import { FaultNotice } from '#components/images/fault-notice.tsx'
import { useSession } from '#components/shell/session-provider.tsx'
import { Button } from '#components/ui/button.tsx'
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Input } from '#components/ui/input.tsx'
import { Select } from '#components/ui/select.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { showToast } from '#components/ui/toast-store.ts'
import {
  type FamilyKey,
  type PruneRule,
  type PruneWire,
  prunePlanOptions,
  usePruneFamily,
} from '#lib/client/families.ts'
import { spanText } from '#lib/client/time-text.ts'
import type { Translate } from '#lib/client/words.ts'
import { PruneList } from './prune-list.tsx'

interface PruneDialogProps {
  readonly family: FamilyKey
  readonly onClose: () => void
}

type Step =
  | { readonly at: 'plan' }
  | { readonly at: 'confirm'; readonly plan: PruneWire }
  | { readonly at: 'report'; readonly report: PruneWire }

const MOST = 1000

/** Shows what keeping only the newest would do; does it when the person has agreed to just that. */
export function PruneDialog({ family, onClose }: PruneDialogProps) {
  const t = useTranslations('families.prune')
  const common = useTranslations('common')
  const [keepText, setKeepText] = useState('3')
  const [action, setAction] = useState<PruneRule['action']>('hide')
  const [step, setStep] = useState<Step>({ at: 'plan' })
  const keep = Number(keepText)
  const isNumber = Number.isInteger(keep) && keep >= 1 && keep <= MOST
  const {
    data: plan,
    error,
    refetch,
  } = useQuery({
    ...prunePlanOptions(family, { keep, action }),
    enabled: isNumber,
  })

  if (step.at === 'report') return <PruneReport report={step.report} onClose={onClose} />
  if (step.at === 'confirm') {
    return (
      <PruneConfirm
        family={family}
        plan={step.plan}
        onDone={(report) => (hasFailed(report) ? setStep({ at: 'report', report }) : onClose())}
        onClose={() => setStep((now) => (now.at === 'confirm' ? { at: 'plan' } : now))}
      />
    )
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('title')}
      description={<bdi className="block truncate">{family.name}</bdi>}
      footer={
        <>
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button
            variant={action === 'delete' ? 'danger' : 'primary'}
            disabledReason={refusalOf(plan, t)}
            onClick={() => plan !== undefined && setStep({ at: 'confirm', plan })}
          >
            {plan === undefined
              ? t(action === 'hide' ? 'justHide' : 'justDelete')
              : t(action === 'hide' ? 'hidePlan' : 'deletePlan', {
                  count: goingOf(plan).length,
                  n: String(goingOf(plan).length),
                })}
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        <div className="grid gap-4 sm:grid-cols-2">
          <Field
            label={t('keep')}
            error={isNumber ? undefined : t('problem', { most: String(MOST) })}
            hint={t('hint')}
          >
            {(control) => (
              <Input
                {...control}
                inputMode="numeric"
                value={keepText}
                onChange={(event) => setKeepText(event.target.value.trim())}
              />
            )}
          </Field>
          <Field label={t('others')}>
            {(control) => (
              <Select
                {...control}
                value={action}
                options={[
                  { value: 'hide', label: t('hideThem'), description: t('hideThemText') },
                  { value: 'delete', label: t('deleteThem'), description: t('deleteThemText') },
                ]}
                onChange={setAction}
              />
            )}
          </Field>
        </div>
        {error !== null && (
          <FaultNotice title={t('noPreview')} error={error} onRetry={() => void refetch()} />
        )}
        {plan !== undefined && <PruneList versions={plan.versions} />}
        {plan === undefined && error === null && isNumber && (
          <p role="status">
            <span className="sr-only">{t('looking')}</span>
            <Skeleton className="h-24 rounded-lg" />
          </p>
        )}
      </div>
    </Dialog>
  )
}

interface PruneConfirmProps extends PruneDialogProps {
  readonly plan: PruneWire
  readonly onDone: (report: PruneWire) => void
}

function PruneConfirm({ family, plan, onDone, onClose }: PruneConfirmProps) {
  const t = useTranslations('families.prune')
  const { keepsDeletedSeconds } = useSession().site
  const { mutateAsync } = usePruneFamily(family)
  const { keep, action } = plan
  const going = goingOf(plan)
  const count = { count: going.length, n: String(going.length) }

  async function confirm(): Promise<void> {
    const report = await mutateAsync({ keep, action, only: going.map(({ version }) => version.id) })
    if (!hasFailed(report)) {
      const doneCount = report.versions.filter(({ outcome }) => outcome === 'done').length
      showToast({
        tone: 'ok',
        title: t(action === 'hide' ? 'hidden' : 'deleted', { count: doneCount, n: String(doneCount) }),
      })
    }
    onDone(report)
  }

  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t(action === 'hide' ? 'hideAsk' : 'deleteAsk', count)}
      confirmLabel={t(action, count)}
      tone={action === 'delete' ? 'danger' : 'primary'}
      typeToConfirm={action === 'delete' ? t('type', count) : undefined}
      onConfirm={confirm}
    >
      <p>
        {action === 'hide'
          ? t('hideText')
          : keepsDeletedSeconds === null
            ? t('deleteText')
            : t('deleteKept', { time: spanText(keepsDeletedSeconds * 1000) })}
      </p>
      <PruneList versions={going} />
    </ConfirmDialog>
  )
}

function PruneReport({ report, onClose }: { readonly report: PruneWire; readonly onClose: () => void }) {
  const t = useTranslations('families.prune')
  const common = useTranslations('common')
  const touched = report.versions.filter(({ outcome }) => outcome !== null)
  const doneCount = touched.filter(({ outcome }) => outcome === 'done').length
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t(report.action === 'hide' ? 'hiddenOf' : 'deletedOf', {
        done: String(doneCount),
        count: touched.length,
        n: String(touched.length),
      })}
      description={t('asWere')}
      footer={
        <Button variant="primary" onClick={onClose}>
          {common('close')}
        </Button>
      }
    >
      <PruneList versions={touched} />
    </Dialog>
  )
}

function goingOf({ versions }: PruneWire): PruneWire['versions'] {
  return versions.filter(({ verdict }) => verdict !== 'keep')
}

function hasFailed({ versions }: PruneWire): boolean {
  return versions.some(({ outcome }) => outcome === 'failed')
}

function refusalOf(plan: PruneWire | undefined, t: Translate<'families.prune'>): string | undefined {
  if (plan === undefined) return t('wait')
  return goingOf(plan).length === 0 ? t('allStay') : undefined
}
