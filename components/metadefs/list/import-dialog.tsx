'use client'

import { useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Field } from '#components/form/field.tsx'
import { FaultNotice } from '#components/images/fault-notice.tsx'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Textarea } from '#components/ui/input.tsx'
import { compareTrees } from '#lib/client/metadefs/compare-trees.ts'
import {
  type DraftReading,
  draftOfTree,
  fileOfDraft,
  readFile,
} from '#lib/client/metadefs/namespace-draft.ts'
import { findNamespace, type LoadedNamespace, useSaveNamespace } from '#lib/client/metadefs/namespaces.ts'
import { serviceText } from '#lib/client/service-text/service-text.ts'
import { TreeChanges } from '../editor/tree-changes.tsx'
import { namespaceAddress } from '../namespace-address.ts'

/** Takes a namespace from a file in Glance's form; what is there already is compared before it is replaced. */
export function ImportDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useTranslations('metadefs')
  const common = useTranslations('common')
  const router = useRouter()
  const [text, setText] = useState('')
  const reading = readText(text)
  const { mutateAsync: save, isPending, error } = useSaveNamespace()
  const tree = reading?.isValid ? reading.tree : null
  const existing = useExisting(tree?.name ?? null)
  const isReady = tree !== null && existing.data !== undefined
  const before = existing.data ?? null

  async function take(): Promise<void> {
    if (tree === null) return
    const saved = await save({
      name: before === null ? null : tree.name,
      file: fileOfDraft(draftOfTree(tree)),
      // What was compared, and nothing newer.
      etag: before?.etag ?? null,
    }).catch(() => null)
    if (saved !== null) router.push(namespaceAddress(saved.name))
  }
  return (
    <Dialog
      isOpen
      size="lg"
      onClose={onClose}
      title={t('import.title')}
      description={t('import.description')}
      footer={
        <>
          <Button onClick={onClose}>{common('cancel')}</Button>
          <Button
            variant="primary"
            isBusy={isPending}
            disabledReason={isReady ? undefined : t('import.chooseFirst')}
            onClick={() => void take()}
          >
            {t(before === null ? 'create' : 'import.replace')}
          </Button>
        </>
      }
    >
      <div className="grid gap-4">
        {error && <FaultNotice title={t('import.failed')} error={error} />}
        <Field label={t('import.file')}>
          {(control) => (
            <input
              {...control}
              type="file"
              accept=".json,application/json"
              className="block text-sm text-muted file:me-3 file:h-8 file:rounded-md file:border file:border-line-strong file:bg-surface file:px-3 file:font-medium file:text-ink"
              onChange={(event) => void event.target.files?.[0]?.text().then(setText)}
            />
          )}
        </Field>
        <Field
          label={t('import.content')}
          error={reading?.isValid === false ? serviceText(reading.message).text : undefined}
        >
          {(control) => (
            <Textarea
              {...control}
              rows={10}
              spellCheck={false}
              value={text}
              className="font-mono text-xs! leading-5!"
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </Field>
        {tree !== null && existing.data === null && (
          <p role="status" className="text-muted">
            {t('import.isNew', { name: tree.name })}
          </p>
        )}
        {tree !== null && before !== null && (
          <section aria-label={t('import.whatChanges')}>
            <p className="mb-2 text-muted">{t('import.isThere', { name: tree.name })}</p>
            <TreeChanges changes={compareTrees(before.tree, tree)} />
          </section>
        )}
      </div>
    </Dialog>
  )
}

function useExisting(name: string | null) {
  return useQuery({
    queryKey: ['metadef-existing', name],
    enabled: name !== null,
    gcTime: 0,
    queryFn: (): Promise<LoadedNamespace | null> => findNamespace(name ?? ''),
  })
}

function readText(text: string): DraftReading | null {
  if (text.trim() === '') return null
  try {
    return readFile(JSON.parse(text))
  } catch (error) {
    return { isValid: false, message: error instanceof Error ? error.message : String(error) }
  }
}
