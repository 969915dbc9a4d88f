'use client'

import { useQuery } from '@tanstack/react-query'
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
import { versionCount } from '#lib/client/family-words.ts'
import { spanText } from '#lib/client/time-text.ts'
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
      title="Keep only the newest"
      description={<bdi className="block truncate">{family.name}</bdi>}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant={action === 'delete' ? 'danger' : 'primary'}
            disabledReason={refusalOf(plan)}
            onClick={() => plan !== undefined && setStep({ at: 'confirm', plan })}
          >
            {plan === undefined
              ? WORDS[action].verb
              : `${WORDS[action].verb} ${versionCount(goingOf(plan).length)}…`}
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        <div className="grid gap-4 sm:grid-cols-2">
          <Field
            label="Keep the newest"
            error={isNumber ? undefined : `A whole number from 1 to ${MOST}.`}
            hint="Counted among those that are active and not hidden."
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
          <Field label="What happens to the others">
            {(control) => <Select {...control} value={action} options={ACTIONS} onChange={setAction} />}
          </Field>
        </div>
        {error !== null && (
          <FaultNotice title="There is no preview" error={error} onRetry={() => void refetch()} />
        )}
        {plan !== undefined && <PruneList versions={plan.versions} />}
        {plan === undefined && error === null && isNumber && (
          <p role="status">
            <span className="sr-only">Looking what would happen…</span>
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
  const { keepsDeletedSeconds } = useSession().site
  const { mutateAsync } = usePruneFamily(family)
  const { keep, action } = plan
  const going = goingOf(plan)
  const words = WORDS[action]

  async function confirm(): Promise<void> {
    const report = await mutateAsync({ keep, action, only: going.map(({ version }) => version.id) })
    if (!hasFailed(report)) {
      const doneCount = report.versions.filter(({ outcome }) => outcome === 'done').length
      showToast({ tone: 'ok', title: `${versionCount(doneCount)} ${words.done}` })
    }
    onDone(report)
  }

  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={`${words.verb} ${versionCount(going.length)}?`}
      confirmLabel={`${words.verb} ${versionCount(going.length)}`}
      tone={action === 'delete' ? 'danger' : 'primary'}
      typeToConfirm={action === 'delete' ? `delete ${going.length}` : undefined}
      onConfirm={confirm}
    >
      <p>
        {action === 'hide'
          ? 'They stand in no list any more and still work by ID. They can be shown again one by one.'
          : keepsDeletedSeconds === null
            ? 'They and their data are removed for good.'
            : `They can be restored for ${spanText(keepsDeletedSeconds * 1000)}; then the data is removed for good.`}
      </p>
      <PruneList versions={going} />
    </ConfirmDialog>
  )
}

function PruneReport({ report, onClose }: { readonly report: PruneWire; readonly onClose: () => void }) {
  const touched = report.versions.filter(({ outcome }) => outcome !== null)
  const doneCount = touched.filter(({ outcome }) => outcome === 'done').length
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={`${doneCount} of ${versionCount(touched.length)} ${WORDS[report.action].done}`}
      description="The others are as they were."
      footer={
        <Button variant="primary" onClick={onClose}>
          Close
        </Button>
      }
    >
      <PruneList versions={touched} />
    </Dialog>
  )
}

const WORDS = {
  hide: { verb: 'Hide', done: 'hidden' },
  delete: { verb: 'Delete', done: 'deleted' },
} as const

const ACTIONS = [
  { value: 'hide', label: 'Hide them', description: 'Out of lists; they still work by ID' },
  { value: 'delete', label: 'Delete them', description: 'With their data' },
] as const

function goingOf({ versions }: PruneWire): PruneWire['versions'] {
  return versions.filter(({ verdict }) => verdict !== 'keep')
}

function hasFailed({ versions }: PruneWire): boolean {
  return versions.some(({ outcome }) => outcome === 'failed')
}

function refusalOf(plan: PruneWire | undefined): string | undefined {
  if (plan === undefined) return 'Wait until it is known what would happen'
  return goingOf(plan).length === 0 ? 'All of them stay' : undefined
}
