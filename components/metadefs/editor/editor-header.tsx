'use client'

import { ChevronLeft, CopyPlus, Download, History, Trash2 } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { PageHeader } from '#components/shell/page-header.tsx'
import { Button } from '#components/ui/button.tsx'
import { ButtonLink } from '#components/ui/button-link.tsx'
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'
import { Link } from '#components/ui/link.tsx'
import type { NamespaceDraft } from '#lib/client/metadefs/draft.ts'
import { fileOfDraft } from '#lib/client/metadefs/namespace-draft.ts'
import { type LoadedNamespace, useDeleteNamespace } from '#lib/client/metadefs/namespaces.ts'

interface EditorHeaderProps {
  readonly loaded: LoadedNamespace | null
  readonly draft: NamespaceDraft
  /** Why it cannot be saved. */
  readonly reason: string | undefined
  readonly isSaving: boolean
  readonly onSave: () => void
  readonly onHistory: () => void
}

export function EditorHeader({ loaded, draft, reason, isSaving, onSave, onHistory }: EditorHeaderProps) {
  return (
    <PageHeader
      trail={
        <Link
          href="/metadefs"
          className="-ms-1 mb-0.5 inline-flex h-6 items-center gap-0.5 rounded-sm pe-1 text-xs text-muted hover:text-ink"
        >
          <ChevronLeft aria-hidden className="size-3.5 rtl:-scale-x-100" />
          Metadata definitions
        </Link>
      }
      title={<bdi>{draft.displayName || draft.name || 'New namespace'}</bdi>}
      actions={
        <>
          <Button icon={Download} onClick={() => download(draft)}>
            Export
          </Button>
          {loaded !== null && (
            <>
              <ButtonLink icon={CopyPlus} href={`/metadefs/new?copy=${encodeURIComponent(loaded.tree.name)}`}>
                Copy
              </ButtonLink>
              <Button icon={History} onClick={onHistory}>
                History
              </Button>
              <DeleteButton loaded={loaded} />
            </>
          )}
          <Button variant="primary" isBusy={isSaving} disabledReason={reason} onClick={onSave}>
            {loaded === null ? 'Create namespace' : 'Save namespace'}
          </Button>
        </>
      }
    />
  )
}

function DeleteButton({ loaded }: { readonly loaded: LoadedNamespace }) {
  const { tree: namespace } = loaded
  const router = useRouter()
  const [isAsking, setIsAsking] = useState(false)
  const { mutateAsync: remove } = useDeleteNamespace()
  return (
    <>
      <Button
        icon={Trash2}
        disabledReason={namespace.isProtected ? 'It is protected: take the protection off first' : undefined}
        onClick={() => setIsAsking(true)}
      >
        Delete
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setIsAsking(false)}
        title="Delete this namespace?"
        confirmLabel="Delete namespace"
        onConfirm={() => remove(loaded).then(() => router.push('/metadefs'))}
      >
        <p>
          <bdi className="font-medium break-all text-ink">{namespace.name}</bdi> and all that it defines are
          removed. Images keep their properties; no definition explains them any longer.
        </p>
      </ConfirmDialog>
    </>
  )
}

/** The file that the command line loads, and Glance. */
function download(draft: NamespaceDraft): void {
  const text = `${JSON.stringify(fileOfDraft(draft), null, 2)}\n`
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = url
  link.download = `${draft.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-') || 'namespace'}.json`
  link.click()
  URL.revokeObjectURL(url)
}
