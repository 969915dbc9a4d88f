'use client'

import {
  CircleAlert,
  CircleCheck,
  CircleHelp,
  FileSearch,
  Lock,
  LockOpen,
  PackageOpen,
  RefreshCw,
} from 'lucide-react'
import { RelativeTime } from '#components/images/time.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { cx } from '#components/ui/cx.ts'
import { Progress } from '#components/ui/progress.tsx'
import { showToast } from '#components/ui/toast-store.ts'
import { faultMessage } from '#lib/client/api-fault.ts'
import { byteText } from '#lib/client/byte-text.ts'
import { contentsText, fillPercent, stateWord } from '#lib/client/store-words.ts'
import { isDraining, type StoreWire, useProbeStore, useVerifyStore } from '#lib/client/stores.ts'
import { progressText, stepText, taskPercent } from '#lib/client/tasks/task-words.ts'

/** What a person is asked before it is done. */
export type StoreQuestion = 'empty' | 'open' | 'read_only'

interface StoreRowProps {
  readonly store: StoreWire
  /** Whether there is any other store. */
  readonly hasOthers: boolean
  readonly onAsk: (question: StoreQuestion) => void
}

export function StoreRow({ store, hasOthers, onAsk }: StoreRowProps) {
  const state = stateWord(store)
  return (
    <li className="flex flex-wrap items-start gap-x-6 gap-y-3 px-3.5 py-3">
      <div className="min-w-0 flex-1 basis-72">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <bdi className="font-medium break-all">{store.id}</bdi>
          {store.default && <Badge tone="accent">Default</Badge>}
          {state !== null && <Badge tone={state.tone}>{state.word}</Badge>}
          <span className="text-xs text-muted">
            {store.type} · weight {store.weight}
          </span>
        </p>
        {store.description !== null && <p className="break-words text-muted">{store.description}</p>}
        <Health store={store} />
        <DrainState store={store} />
      </div>
      <div className="min-w-0 flex-1 basis-56">
        <p className="tabular-nums">{contentsText(store)}</p>
        {store.damaged_images > 0 && (
          <p className="text-danger">
            {store.damaged_images === 1 ? '1 image is damaged' : `${store.damaged_images} images are damaged`}
          </p>
        )}
        <Room store={store} />
      </div>
      <StoreActions store={store} hasOthers={hasOthers} onAsk={onAsk} />
    </li>
  )
}

const HEALTH = {
  up: { icon: CircleCheck, look: 'text-ok' },
  down: { icon: CircleAlert, look: 'text-danger' },
  unknown: { icon: CircleHelp, look: 'text-muted' },
} as const

function Health({ store }: { readonly store: StoreWire }) {
  const { state, reason, since, checked_at: checkedAt, answer_ms: answerMs } = store.health
  const { icon: Icon, look } = HEALTH[state]
  return (
    <p className="mt-1 flex items-start gap-1.5 text-xs">
      <Icon aria-hidden className={cx('mt-px size-3.5 shrink-0', look)} />
      <span className={cx('min-w-0 break-words', state === 'down' ? 'text-danger' : 'text-muted')}>
        {state === 'up' && `Answers within ${Math.max(1, answerMs ?? 1)} ms`}
        {state === 'unknown' && (checkedAt === null ? 'Not asked yet' : 'Nothing that could be asked')}
        {state === 'down' && `Does not work. ${reason ?? ''}`}
        {state === 'down' && since !== null && (
          <>
            {' '}
            Since <RelativeTime atMs={Date.parse(since)} />
          </>
        )}
        {state === 'up' && checkedAt !== null && (
          <>
            {' '}
            · asked <RelativeTime atMs={Date.parse(checkedAt)} />
          </>
        )}
      </span>
    </p>
  )
}

function DrainState({ store }: { readonly store: StoreWire }) {
  const { drain } = store
  if (drain === null) return null
  const progress = isDraining(store) ? drain.progress : null
  if (progress !== null) {
    return (
      <div className="mt-1.5">
        <p className="text-xs text-muted tabular-nums">
          {stepText(progress)} · {progressText(progress)}
        </p>
        {progress.step === 'waiting' && <p className="text-xs text-muted break-words">{drain.message}</p>}
        <Progress label={`Emptying ${store.id}`} percent={taskPercent(progress)} className="mt-1" />
      </div>
    )
  }
  if (isDraining(store)) return <p className="mt-1 text-xs text-muted">It begins when a worker is free.</p>
  return (
    <p className={cx('mt-1 text-xs break-words', drain.status === 'failure' ? 'text-danger' : 'text-muted')}>
      {drain.message}
    </p>
  )
}

const NEARLY_FULL = 80
const FULL = 90

function Room({ store }: { readonly store: StoreWire }) {
  const percent = fillPercent(store)
  const { capacity } = store.health
  if (percent === null || capacity === null) {
    return <p className="text-xs text-muted">What room it has, it does not tell.</p>
  }
  const tone = percent >= FULL ? 'danger' : percent >= NEARLY_FULL ? 'warn' : 'accent'
  return (
    <>
      <p className="text-xs text-muted tabular-nums">
        {byteText(capacity.free)} of {byteText(capacity.total)} free
      </p>
      <Progress label={`Room taken in ${store.id}`} percent={percent} tone={tone} className="mt-1" />
    </>
  )
}

function StoreActions({ store, hasOthers, onAsk }: StoreRowProps) {
  const { id } = store
  const probe = useProbeStore(id)
  const verify = useVerifyStore(id)
  const isOpen = store.state === 'open'
  const closed = store.closed_for_good
    ? 'Its type, or the file of stores, lets it take no data: nothing can change that here.'
    : undefined
  return (
    <div className="flex flex-wrap gap-2">
      <Button
        size="sm"
        icon={RefreshCw}
        aria-label={`Ask now: ${id}`}
        isBusy={probe.isPending}
        onClick={() =>
          probe.mutate(undefined, {
            onSuccess: ({ state }) =>
              showToast(
                state === 'down'
                  ? { tone: 'danger', title: `${id} does not work` }
                  : { tone: 'ok', title: `${id} answers` },
              ),
            onError: sayFailed(`${id} was not asked`),
          })
        }
      >
        Ask now
      </Button>
      <Button
        size="sm"
        icon={FileSearch}
        aria-label={`Verify data: ${id}`}
        isBusy={verify.isPending}
        disabledReason={store.images === 0 ? 'There is nothing in it' : undefined}
        onClick={() =>
          verify.mutate(undefined, {
            onSuccess: ({ images }) =>
              showToast({
                tone: 'ok',
                title: images === 1 ? '1 image will be read' : `${images} images will be read`,
                description:
                  'In the background. What differs from its checksum is shown here and told as an event.',
              }),
            onError: sayFailed('Nothing will be read'),
          })
        }
      >
        Verify data
      </Button>
      <Button
        size="sm"
        icon={isOpen ? Lock : LockOpen}
        aria-label={`${isOpen ? 'Make read-only' : 'Open'}: ${id}`}
        disabledReason={closed}
        onClick={() => onAsk(isOpen ? 'read_only' : 'open')}
      >
        {isOpen ? 'Make read-only' : 'Open'}
      </Button>
      <Button
        size="sm"
        icon={PackageOpen}
        aria-label={`Empty: ${id}`}
        disabledReason={emptyReason(store, hasOthers)}
        onClick={() => onAsk('empty')}
      >
        Empty
      </Button>
    </div>
  )
}

function emptyReason(store: StoreWire, hasOthers: boolean): string | undefined {
  if (!hasOthers) return 'There is no other store that could take the data'
  if (isDraining(store)) return 'It is being emptied already'
  return store.images === 0 ? 'There is nothing in it' : undefined
}

function sayFailed(title: string) {
  return (error: unknown): void => showToast({ tone: 'danger', title, description: faultMessage(error) })
}
