'use client'

import { useTranslations } from 'next-intl'
import { type ComponentType, createElement, type ReactNode, useEffect, useSyncExternalStore } from 'react'
import { Button } from './button.tsx'

interface Part<Props> {
  (props: Props): ReactNode
  /** Fetches it for somebody who is about to need it. Never rejects: the need itself will tell. */
  readonly preload: () => Promise<void>
}

type Fetched<Props> = ComponentType<Props> | 'not yet' | 'failed'

/**
 * A component that is fetched when it is first shown. Without a network a notice stands in its place, and it is fetched
 * again when the person asks or the network is back. Nothing around it waits; `meanwhile` holds its place.
 */
export function lazyPart<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  meanwhile: (props: Props) => ReactNode = () => null,
): Part<Props> {
  const source = partSource(load)
  const part = (props: Props) => createElement(FromSource<Props>, { source, meanwhile, props })
  part.preload = source.fetch
  return part
}

interface PartSource<Props> {
  readonly subscribe: (listener: () => void) => () => void
  readonly read: () => Fetched<Props>
  readonly fetch: () => Promise<void>
}

function partSource<Props>(load: () => Promise<ComponentType<Props>>): PartSource<Props> {
  let fetched: Fetched<Props> = 'not yet'
  let fetching: Promise<void> | null = null
  const listeners = new Set<() => void>()
  function become(next: Fetched<Props>): void {
    fetched = next
    fetching = null
    for (const listener of listeners) listener()
  }
  return {
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    read: () => fetched,
    fetch() {
      if (typeof fetched !== 'string') return Promise.resolve()
      fetching ??= load().then(become, () => become(listeners.size > 0 ? 'failed' : 'not yet'))
      return fetching
    },
  }
}

interface FromSourceProps<Props> {
  readonly source: PartSource<Props>
  readonly meanwhile: (props: Props) => ReactNode
  readonly props: Props
}

function FromSource<Props extends object>({ source, meanwhile, props }: FromSourceProps<Props>) {
  const fetched = useSyncExternalStore(source.subscribe, source.read, nothingYet)
  const fetch = (): void => void source.fetch()
  useEffect(() => void source.fetch(), [source])
  if (typeof fetched !== 'string') return createElement(fetched, props)
  return (
    <>
      {meanwhile(props)}
      {fetched === 'failed' && <Failed onRetry={fetch} onClose={closeOf(props)} />}
    </>
  )
}

/** On the server, and until the page is alive. */
const nothingYet = (): 'not yet' => 'not yet'

/** Dialogs can be closed; then so can the notice in their place. */
function closeOf(props: object): (() => void) | undefined {
  return 'onClose' in props && typeof props.onClose === 'function' ? (props.onClose as () => void) : undefined
}

interface FailedProps {
  readonly onRetry: () => void
  readonly onClose: (() => void) | undefined
}

function Failed({ onRetry, onClose }: FailedProps) {
  const t = useTranslations('common')
  useEffect(() => {
    window.addEventListener('online', onRetry)
    return () => window.removeEventListener('online', onRetry)
  }, [onRetry])
  return (
    <div
      role="alert"
      className="fixed inset-x-3 bottom-3 z-60 mx-auto flex w-fit max-w-[calc(100%-1.5rem)] flex-wrap items-center gap-2 rounded-lg bg-raised p-2 ps-3.5 text-sm shadow-popup"
    >
      {t('partNotLoaded')}
      <Button size="sm" onClick={onRetry}>
        {t('tryAgain')}
      </Button>
      {onClose && (
        <Button size="sm" variant="ghost" onClick={onClose}>
          {t('close')}
        </Button>
      )}
    </div>
  )
}
