'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { FaultNotice } from '#components/images/fault-notice.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Select } from '#components/ui/select.tsx'
import { Tabs } from '#components/ui/tabs.tsx'
import { showToast } from '#components/ui/toast-store.ts'
import {
  compareTrees,
  draftOfTree,
  fileOfDraft,
  type NamespaceDraft,
  readDraft,
} from '#lib/client/metadefs/namespace-draft.ts'
import { useSaveNamespace } from '#lib/client/metadefs/namespaces.ts'
import type { NamespaceTree } from '#lib/domain/metadefs/namespace.ts'
import { EditorHeader } from './editor-header.tsx'
import { FormPreview } from './form-preview.tsx'
import { GeneralPart } from './general-part.tsx'
import { HistoryDialog } from './history-dialog.tsx'
import { JsonPart } from './json-part.tsx'
import { ObjectDrafts } from './object-drafts.tsx'
import { PropertyDrafts } from './property-drafts.tsx'
import { TreeChanges } from './tree-changes.tsx'

type Part = 'general' | 'properties' | 'objects' | 'json' | 'changes'

interface NamespaceEditorProps {
  /** As the service has it; null for a new one. */
  readonly loaded: NamespaceTree | null
  readonly begin: NamespaceDraft
  readonly onSaved?: () => void
}

/** The parts of a namespace on one side, the form that they make on the other. */
export function NamespaceEditor({ loaded, begin, onSaved }: NamespaceEditorProps) {
  const router = useRouter()
  const [draft, setDraft] = useState(begin)
  const [part, setPart] = useState<Part>('general')
  const [isHistoryOpen, setIsHistoryOpen] = useState(false)
  const { mutateAsync: save, isPending, error } = useSaveNamespace()
  const change = (next: Partial<NamespaceDraft>): void => setDraft((before) => ({ ...before, ...next }))
  const reading = readDraft(draft)
  const changes = reading.isValid && loaded !== null ? compareTrees(loaded, reading.tree) : []
  const reason = !reading.isValid
    ? reading.message
    : loaded !== null && changes.length === 0
      ? 'Nothing has changed yet'
      : undefined

  async function store(): Promise<void> {
    const saved = await save({ name: loaded?.name ?? null, file: fileOfDraft(draft) }).catch(() => null)
    if (saved === null) return
    showToast({ tone: 'ok', title: `Namespace ${saved.name} saved` })
    if (saved.name === loaded?.name) onSaved?.()
    else router.replace(`/metadefs/${encodeURIComponent(saved.name)}`)
  }
  return (
    <>
      <EditorHeader
        loaded={loaded}
        draft={draft}
        reason={reason}
        isSaving={isPending}
        onSave={() => void store()}
        onHistory={() => setIsHistoryOpen(true)}
      />
      <div className="grid items-start gap-x-8 gap-y-6 px-4 pb-10 sm:px-6 xl:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
        <div className="min-w-0">
          {error && (
            <div className="mb-4">
              <FaultNotice title="Nothing was saved" error={error} />
            </div>
          )}
          {!reading.isValid && (
            <Notice tone="warn" title="It cannot be saved like this" className="mb-4">
              {reading.message}
            </Notice>
          )}
          <Tabs<Part>
            label="Parts of the namespace"
            value={part}
            onChange={setPart}
            tabs={[
              { value: 'general', label: 'General', panel: <GeneralPart draft={draft} change={change} /> },
              {
                value: 'properties',
                label: `Properties (${draft.properties.length})`,
                panel: (
                  <PropertyDrafts
                    drafts={draft.properties}
                    onChange={(properties) => change({ properties })}
                  />
                ),
              },
              {
                value: 'objects',
                label: `Objects (${draft.objects.length})`,
                panel: <ObjectDrafts drafts={draft.objects} onChange={(objects) => change({ objects })} />,
              },
              { value: 'json', label: 'JSON', panel: <JsonPart draft={draft} onChange={setDraft} /> },
              ...(loaded === null
                ? []
                : [
                    {
                      value: 'changes' as const,
                      label: changes.length === 0 ? 'Changes' : `Changes (${changes.length})`,
                      panel: <TreeChanges changes={changes} />,
                    },
                  ]),
            ]}
          />
        </div>
        {reading.isValid && <Preview tree={reading.tree} />}
      </div>
      {isHistoryOpen && loaded !== null && (
        <HistoryDialog
          name={loaded.name}
          onClose={() => setIsHistoryOpen(false)}
          onRestore={(tree, number) => {
            setDraft(draftOfTree({ ...tree, name: loaded.name }))
            setPart('changes')
            setIsHistoryOpen(false)
            showToast({
              tone: 'ok',
              title: `Version ${number} is in the editor`,
              description: 'Save it to restore it.',
            })
          }}
        />
      )}
    </>
  )
}

function Preview({ tree }: { readonly tree: NamespaceTree }) {
  const types = tree.associations.map(({ name }) => name)
  const [chosen, setChosen] = useState('')
  const type = types.includes(chosen) ? chosen : (types[0] ?? '')
  return (
    <section
      aria-label="Preview"
      className="min-w-0 rounded-lg border bg-surface px-4 py-3 xl:sticky xl:top-4"
    >
      <div className="mb-2 flex items-center gap-3">
        <h2 className="flex-1 text-sm font-semibold">The form that it makes</h2>
        {types.length > 1 && (
          <Select
            label="Resource type of the preview"
            value={type}
            options={types.map((value) => ({ value, label: value }))}
            className="w-56!"
            onChange={setChosen}
          />
        )}
      </div>
      <div className="xl:max-h-[calc(100dvh-9rem)] xl:overflow-y-auto">
        <FormPreview tree={tree} resourceType={type} />
      </div>
    </section>
  )
}
