'use client'

import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ChangedMeanwhile } from '#components/form/changed-meanwhile.tsx'
import { FaultNotice } from '#components/images/fault-notice.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Tabs } from '#components/ui/tabs.tsx'
import { showToast } from '#components/ui/toast-store.ts'
import { ServiceText } from '#components/words/service-text.tsx'
import { compareTrees } from '#lib/client/metadefs/compare-trees.ts'
import type { NamespaceDraft } from '#lib/client/metadefs/draft.ts'
import { draftOfTree, readDraft } from '#lib/client/metadefs/namespace-draft.ts'
import { serviceText } from '#lib/client/service-text/service-text.ts'
import type { Translate } from '#lib/client/words.ts'
import { EditorHeader } from './editor-header.tsx'
import { GeneralPart } from './general-part.tsx'
import { HistoryDialog } from './history-dialog.tsx'
import { JsonPart } from './json-part.tsx'
import { ObjectDrafts } from './object-drafts.tsx'
import { Preview } from './preview.tsx'
import { PropertyDrafts } from './property-drafts.tsx'
import { TranslationsPart } from './translations-part.tsx'
import { TreeChanges } from './tree-changes.tsx'
import { type Begin, type Part, useSaveDraft } from './use-save-draft.ts'

interface NamespaceEditorProps {
  readonly begin: Begin
  /** Saved under the same name. */
  readonly onSaved?: () => void
  /** Goes on from another version. */
  readonly onRestart?: (begin: Begin) => void
}

/** The parts of a namespace on one side, the form that they make on the other. */
export function NamespaceEditor({ begin, onSaved, onRestart }: NamespaceEditorProps) {
  const t = useTranslations('metadefs')
  const common = useTranslations('common')
  const { loaded } = begin
  const [draft, setDraft] = useState(begin.draft)
  const [part, setPart] = useState<Part>(begin.part ?? 'general')
  const [chosenLanguage, setLanguage] = useState<string | null>(null)
  const [isHistoryOpen, setIsHistoryOpen] = useState(false)
  const { store, isSaving, problem, conflict } = useSaveDraft({ begin, draft, onSaved, onRestart })
  const reading = readDraft(draft)
  const changes = reading.isValid && loaded !== null ? compareTrees(loaded.tree, reading.tree) : []
  const isSame = loaded !== null && changes.length === 0
  const reason = reading.isValid
    ? isSame
      ? common('nothingChanged')
      : undefined
    : serviceText(reading.message).text
  const language = draft.languages.find((each) => each === chosenLanguage) ?? draft.languages[0] ?? null

  return (
    <>
      <EditorHeader
        {...{ loaded, draft, reason, isSaving }}
        onSave={store}
        onHistory={() => setIsHistoryOpen(true)}
      />
      <div className="grid items-start gap-x-8 gap-y-6 px-4 pb-10 sm:px-6 xl:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
        <div className="min-w-0">
          {conflict && <ChangedMeanwhile what="namespace" {...conflict} />}
          {problem !== null && (
            <div className="mb-4">
              <FaultNotice title={common('nothingSaved')} error={problem} />
            </div>
          )}
          {!reading.isValid && (
            <Notice tone="warn" title={t('parts.cannotSave')} className="mb-4">
              <ServiceText>{reading.message}</ServiceText>
            </Notice>
          )}
          <Tabs<Part>
            label={t('parts.label')}
            value={part}
            onChange={setPart}
            tabs={[
              ...partTabs({ draft, setDraft, language, setLanguage }, t),
              ...(loaded === null
                ? []
                : [
                    {
                      value: 'changes' as const,
                      label: counted(t('changes.label'), changes.length, t),
                      panel: <TreeChanges changes={changes} />,
                    },
                  ]),
            ]}
          />
        </div>
        {reading.isValid && (
          <Preview tree={reading.tree} language={part === 'translations' ? language : null} />
        )}
      </div>
      {isHistoryOpen && loaded !== null && (
        <HistoryDialog
          name={loaded.tree.name}
          onClose={() => setIsHistoryOpen(false)}
          onRestore={(tree, number) => {
            setDraft(draftOfTree({ ...tree, name: loaded.tree.name }))
            setPart('changes')
            setIsHistoryOpen(false)
            showToast({
              tone: 'ok',
              title: t('versions.restored', { number: String(number) }),
              description: t('versions.saveIt'),
            })
          }}
        />
      )}
    </>
  )
}

interface PartTabs {
  readonly draft: NamespaceDraft
  readonly setDraft: (next: NamespaceDraft | ((before: NamespaceDraft) => NamespaceDraft)) => void
  readonly language: string | null
  readonly setLanguage: (language: string | null) => void
}

function partTabs({ draft, setDraft, language, setLanguage }: PartTabs, t: Translate<'metadefs'>) {
  const change = (next: Partial<NamespaceDraft>): void => setDraft((before) => ({ ...before, ...next }))
  const { properties, objects, languages } = draft
  return [
    {
      value: 'general' as const,
      label: t('parts.general'),
      panel: <GeneralPart draft={draft} change={change} />,
    },
    {
      value: 'properties' as const,
      label: t('parts.properties', { n: String(properties.length) }),
      panel: <PropertyDrafts drafts={properties} onChange={(next) => change({ properties: next })} />,
    },
    {
      value: 'objects' as const,
      label: t('parts.objects', { n: String(objects.length) }),
      panel: <ObjectDrafts drafts={objects} onChange={(next) => change({ objects: next })} />,
    },
    {
      value: 'translations' as const,
      label: counted(t('parts.translations'), languages.length, t),
      panel: (
        <TranslationsPart draft={draft} language={language} onLanguage={setLanguage} onChange={setDraft} />
      ),
    },
    { value: 'json' as const, label: 'JSON', panel: <JsonPart draft={draft} onChange={setDraft} /> },
  ]
}

function counted(label: string, count: number, t: Translate<'metadefs'>): string {
  return count === 0 ? label : t('parts.counted', { label, n: String(count) })
}
