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
import { useTranslations } from 'next-intl'
import { RelativeTime } from '#components/images/time.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { cx } from '#components/ui/cx.ts'
import { Progress } from '#components/ui/progress.tsx'
import { showToast } from '#components/ui/toast-store.ts'
import { ServiceText } from '#components/words/service-text.tsx'
import { faultMessage } from '#lib/client/api-fault.ts'
import { byteText } from '#lib/client/byte-text.ts'
import { contentsText, fillPercent, stateWord } from '#lib/client/store-words.ts'
import { isDraining, type StoreWire, useProbeStore, useVerifyStore } from '#lib/client/stores.ts'
import { progressText, stepText, taskPercent } from '#lib/client/tasks/task-words.ts'
import type { Translate } from '#lib/client/words.ts'

/** What a person is asked before it is done. */
export type StoreQuestion = 'empty' | 'open' | 'read_only'

interface StoreRowProps {
  readonly store: StoreWire
  /** Whether there is any other store. */
  readonly hasOthers: boolean
  readonly onAsk: (question: StoreQuestion) => void
}

export function StoreRow({ store, hasOthers, onAsk }: StoreRowProps) {
  const t = useTranslations('stores')
  const state = stateWord(store, t)
  return (
    <li className="flex flex-wrap items-start gap-x-6 gap-y-3 px-3.5 py-3">
      <div className="min-w-0 flex-1 basis-72">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <bdi className="font-medium break-all">{store.id}</bdi>
          {store.default && <Badge tone="accent">{t('row.default')}</Badge>}
          {state !== null && <Badge tone={state.tone}>{state.word}</Badge>}
          <span className="text-xs text-muted">
            {t('row.weight', { type: store.type, weight: String(store.weight) })}
          </span>
        </p>
        {store.description !== null && <p className="break-words text-muted">{store.description}</p>}
        <Health store={store} />
        <DrainState store={store} />
      </div>
      <div className="min-w-0 flex-1 basis-56">
        <p className="tabular-nums">{contentsText(store, t)}</p>
        {store.damaged_images > 0 && (
          <p className="text-danger">
            {t('row.damaged', { count: store.damaged_images, n: String(store.damaged_images) })}
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
  const t = useTranslations('stores.row')
  const { icon: Icon, look } = HEALTH[state]
  return (
    <p className="mt-1 flex items-start gap-1.5 text-xs">
      <Icon aria-hidden className={cx('mt-px size-3.5 shrink-0', look)} />
      <span className={cx('min-w-0 break-words', state === 'down' ? 'text-danger' : 'text-muted')}>
        {state === 'up' && t('answers', { ms: String(Math.max(1, answerMs ?? 1)) })}
        {state === 'unknown' && t(checkedAt === null ? 'notAsked' : 'nothingToAsk')}
        {state === 'down' && t('down', { reason: reason ?? '' })}
        {state === 'down' && since !== null && (
          <> {t.rich('since', { time: () => <RelativeTime atMs={Date.parse(since)} /> })}</>
        )}
        {state === 'up' && checkedAt !== null && (
          <> {t.rich('asked', { time: () => <RelativeTime atMs={Date.parse(checkedAt)} /> })}</>
        )}
      </span>
    </p>
  )
}

function DrainState({ store }: { readonly store: StoreWire }) {
  const t = useTranslations('stores.row')
  const tasks = useTranslations('tasks')
  const { drain } = store
  if (drain === null) return null
  const progress = isDraining(store) ? drain.progress : null
  if (progress !== null) {
    return (
      <div className="mt-1.5">
        <p className="text-xs text-muted tabular-nums">
          {stepText(progress, tasks)} · {progressText(progress, tasks)}
        </p>
        {progress.step === 'waiting' && (
          <p className="text-xs text-muted break-words">
            <ServiceText>{drain.message}</ServiceText>
          </p>
        )}
        <Progress
          label={t('emptying', { store: store.id })}
          percent={taskPercent(progress)}
          className="mt-1"
        />
      </div>
    )
  }
  if (isDraining(store)) return <p className="mt-1 text-xs text-muted">{t('beginsLater')}</p>
  return (
    <p className={cx('mt-1 text-xs break-words', drain.status === 'failure' ? 'text-danger' : 'text-muted')}>
      <ServiceText>{drain.message}</ServiceText>
    </p>
  )
}

const NEARLY_FULL = 80
const FULL = 90

function Room({ store }: { readonly store: StoreWire }) {
  const t = useTranslations('stores.row')
  const percent = fillPercent(store)
  const { capacity } = store.health
  if (percent === null || capacity === null) {
    return <p className="text-xs text-muted">{t('roomUnknown')}</p>
  }
  const tone = percent >= FULL ? 'danger' : percent >= NEARLY_FULL ? 'warn' : 'accent'
  return (
    <>
      <p className="text-xs text-muted tabular-nums">
        {t('free', { free: byteText(capacity.free), total: byteText(capacity.total) })}
      </p>
      <Progress label={t('roomTaken', { store: store.id })} percent={percent} tone={tone} className="mt-1" />
    </>
  )
}

function StoreActions({ store, hasOthers, onAsk }: StoreRowProps) {
  const t = useTranslations('stores.row')
  const { id } = store
  const probe = useProbeStore(id)
  const verify = useVerifyStore(id)
  const isOpen = store.state === 'open'
  const closed = store.closed_for_good ? t('closedForGood') : undefined
  return (
    <div className="flex flex-wrap gap-2">
      <Button
        size="sm"
        icon={RefreshCw}
        aria-label={t('askNowOf', { store: id })}
        isBusy={probe.isPending}
        onClick={() =>
          probe.mutate(undefined, {
            onSuccess: ({ state }) =>
              showToast(
                state === 'down'
                  ? { tone: 'danger', title: t('doesNotWork', { store: id }) }
                  : { tone: 'ok', title: t('doesAnswer', { store: id }) },
              ),
            onError: sayFailed(t('wasNotAsked', { store: id })),
          })
        }
      >
        {t('askNow')}
      </Button>
      <Button
        size="sm"
        icon={FileSearch}
        aria-label={t('verifyOf', { store: id })}
        isBusy={verify.isPending}
        disabledReason={store.images === 0 ? t('nothingIn') : undefined}
        onClick={() =>
          verify.mutate(undefined, {
            onSuccess: ({ images }) =>
              showToast({
                tone: 'ok',
                title: t('willBeRead', { count: images, n: String(images) }),
                description: t('inBackground'),
              }),
            onError: sayFailed(t('nothingRead')),
          })
        }
      >
        {t('verify')}
      </Button>
      <Button
        size="sm"
        icon={isOpen ? Lock : LockOpen}
        aria-label={t(isOpen ? 'readOnlyOf' : 'openOf', { store: id })}
        disabledReason={closed}
        onClick={() => onAsk(isOpen ? 'read_only' : 'open')}
      >
        {t(isOpen ? 'readOnly' : 'open')}
      </Button>
      <Button
        size="sm"
        icon={PackageOpen}
        aria-label={t('emptyOf', { store: id })}
        disabledReason={emptyReason(store, hasOthers, t)}
        onClick={() => onAsk('empty')}
      >
        {t('empty')}
      </Button>
    </div>
  )
}

function emptyReason(store: StoreWire, hasOthers: boolean, t: Translate<'stores.row'>): string | undefined {
  if (!hasOthers) return t('noOther')
  if (isDraining(store)) return t('emptiedAlready')
  return store.images === 0 ? t('nothingIn') : undefined
}

function sayFailed(title: string) {
  return (error: unknown): void => showToast({ tone: 'danger', title, description: faultMessage(error) })
}
