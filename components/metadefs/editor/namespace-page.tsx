'use client'

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { FaultNotice } from '#components/images/fault-notice.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { draftOfTree, EMPTY_DRAFT } from '#lib/client/metadefs/namespace-draft.ts'
import { namespaceOptions } from '#lib/client/metadefs/namespaces.ts'
import { NamespaceEditor } from './namespace-editor.tsx'

/** One namespace, to be changed. */
export function NamespacePage({ name }: { readonly name: string }) {
  const { data, error, refetch } = useQuery(namespaceOptions(name))
  // What was saved is another beginning.
  const [savedCount, setSavedCount] = useState(0)
  if (data === undefined) return <Waiting error={error} onRetry={() => void refetch()} />
  return (
    <NamespaceEditor
      key={savedCount}
      loaded={data}
      begin={draftOfTree(data)}
      onSaved={() => void refetch().then(() => setSavedCount((count) => count + 1))}
    />
  )
}

/** A namespace that is not there yet, perhaps like another one. */
export function NewNamespacePage({ copyOf }: { readonly copyOf: string | null }) {
  const { data, error, refetch } = useQuery({ ...namespaceOptions(copyOf ?? ''), enabled: copyOf !== null })
  if (copyOf === null) return <NamespaceEditor loaded={null} begin={EMPTY_DRAFT} />
  if (data === undefined) return <Waiting error={error} onRetry={() => void refetch()} />
  const begin = { ...draftOfTree(data), name: `${data.name}::Copy`, isProtected: false }
  return <NamespaceEditor loaded={null} begin={begin} />
}

function Waiting({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) {
  return (
    <div className="p-4 sm:p-6">
      {error ? (
        <FaultNotice title="The namespace could not be loaded" error={error} onRetry={onRetry} />
      ) : (
        <Skeleton className="h-96 w-full" />
      )}
    </div>
  )
}
