'use client'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { FaultNotice } from '#components/images/fault-notice.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { draftOfTree, EMPTY_DRAFT } from '#lib/client/metadefs/namespace-draft.ts'
import { namespaceOptions } from '#lib/client/metadefs/namespaces.ts'
import { NamespaceEditor } from './namespace-editor.tsx'
import type { Begin } from './use-save-draft.ts'

/** One namespace, to be changed. */
export function NamespacePage({ name }: { readonly name: string }) {
  const { data, error, refetch } = useQuery(namespaceOptions(name))
  // What was saved, and what somebody else saved, is another beginning.
  const [{ count, begin }, setRound] = useState<{ count: number; begin: Begin | null }>({
    ...{ count: 0, begin: null },
  })
  if (data === undefined) return <Waiting error={error} onRetry={() => void refetch()} />
  const startAgain = (next: Begin | null): void => setRound({ count: count + 1, begin: next })
  return (
    <NamespaceEditor
      key={count}
      begin={begin ?? { loaded: data, draft: draftOfTree(data.tree) }}
      onSaved={() => void refetch().then(() => startAgain(null))}
      onRestart={startAgain}
    />
  )
}

/** A namespace that is not there yet, perhaps like another one. */
export function NewNamespacePage({ copyOf }: { readonly copyOf: string | null }) {
  const { data, error, refetch } = useQuery({ ...namespaceOptions(copyOf ?? ''), enabled: copyOf !== null })
  if (copyOf === null) return <NamespaceEditor begin={{ loaded: null, draft: EMPTY_DRAFT }} />
  if (data === undefined) return <Waiting error={error} onRetry={() => void refetch()} />
  const draft = { ...draftOfTree(data.tree), name: `${data.tree.name}::Copy`, isProtected: false }
  return <NamespaceEditor begin={{ loaded: null, draft }} />
}

function Waiting({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) {
  const t = useTranslations('metadefs.parts')
  return (
    <div className="p-4 sm:p-6">
      {error ? (
        <FaultNotice title={t('notLoaded')} error={error} onRetry={onRetry} />
      ) : (
        <Skeleton className="h-96 w-full" />
      )}
    </div>
  )
}
