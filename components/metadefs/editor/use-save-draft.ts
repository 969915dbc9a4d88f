'use client'

import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { showToast } from '#components/ui/toast-store.ts'
import { ApiFault } from '#lib/client/api-fault.ts'
import type { NamespaceDraft } from '#lib/client/metadefs/draft.ts'
import { draftOfTree, fileOfDraft, readFile } from '#lib/client/metadefs/namespace-draft.ts'
import { fetchNamespace, type LoadedNamespace, useSaveNamespace } from '#lib/client/metadefs/namespaces.ts'
import { rebaseFile } from '#lib/client/metadefs/rebase-file.ts'
import { namespaceAddress } from '../namespace-address.ts'

export type Part = 'general' | 'properties' | 'objects' | 'translations' | 'json' | 'changes'

/** What the editor begins with. */
export interface Begin {
  /** As the service has it; null for a new one. */
  readonly loaded: LoadedNamespace | null
  readonly draft: NamespaceDraft
  /** The part that is shown first. */
  readonly part?: Part
}

interface SaveDraft {
  readonly begin: Begin
  readonly draft: NamespaceDraft
  readonly onSaved: (() => void) | undefined
  readonly onRestart: ((begin: Begin) => void) | undefined
}

/** Saving only onto the version that was shown; when somebody was faster, the two ways on. */
export function useSaveDraft({ begin: { loaded }, draft, onSaved, onRestart }: SaveDraft) {
  const t = useTranslations('metadefs')
  const router = useRouter()
  const [problem, setProblem] = useState<unknown>(null)
  const { mutateAsync: save, isPending } = useSaveNamespace()
  const isStale = problem instanceof ApiFault && problem.code === 'stale'

  async function store(): Promise<void> {
    setProblem(null)
    const name = loaded?.tree.name ?? null
    try {
      const saved = await save({ name, file: fileOfDraft(draft), etag: loaded?.etag ?? null })
      showToast({ tone: 'ok', title: t('saved', { name: saved.name }) })
      if (saved.name === name) onSaved?.()
      else router.replace(namespaceAddress(saved.name))
    } catch (error) {
      setProblem(error)
    }
  }
  async function goOn(from: LoadedNamespace, isMineKept: boolean): Promise<void> {
    try {
      const fresh = await fetchNamespace(from.tree.name)
      const [before, theirs] = [from, fresh].map(({ tree }) => fileOfDraft(draftOfTree(tree)))
      const mine = fileOfDraft(draft)
      const file = isMineKept ? rebaseFile(before ?? {}, mine, theirs ?? {}) : (theirs ?? {})
      const reading = readFile(file)
      if (!reading.isValid) throw new Error(reading.message)
      onRestart?.({ loaded: fresh, draft: draftOfTree(reading.tree), ...(isMineKept && { part: 'changes' }) })
    } catch (error) {
      setProblem(error)
    }
  }
  return {
    store: () => void store(),
    isSaving: isPending,
    problem: isStale ? null : problem,
    conflict:
      isStale && loaded !== null
        ? {
            onKeepMine: () => void goOn(loaded, true),
            onTakeTheirs: () => void goOn(loaded, false),
          }
        : null,
  }
}
