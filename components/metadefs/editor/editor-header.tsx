'use client'

import { ChevronLeft, CopyPlus, Download, History, Trash2 } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
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
  const t = useTranslations('metadefs')
  return (
    <PageHeader
      trail={
        <Link
          href="/metadefs"
          className="-ms-1 mb-0.5 inline-flex h-6 items-center gap-0.5 rounded-sm pe-1 text-xs text-muted hover:text-ink"
        >
          <ChevronLeft aria-hidden className="size-3.5 rtl:-scale-x-100" />
          {t('title')}
        </Link>
      }
      title={<bdi>{draft.displayName || draft.name || t('newNamespace')}</bdi>}
      actions={
        <>
          <Button icon={Download} onClick={() => download(draft)}>
            {t('export')}
          </Button>
          {loaded !== null && (
            <>
              <ButtonLink icon={CopyPlus} href={`/metadefs/new?copy=${encodeURIComponent(loaded.tree.name)}`}>
                {t('copy')}
              </ButtonLink>
              <Button icon={History} onClick={onHistory}>
                {t('history')}
              </Button>
              <DeleteButton loaded={loaded} />
            </>
          )}
          <Button variant="primary" isBusy={isSaving} disabledReason={reason} onClick={onSave}>
            {t(loaded === null ? 'create' : 'saveNamespace')}
          </Button>
        </>
      }
    />
  )
}

function DeleteButton({ loaded }: { readonly loaded: LoadedNamespace }) {
  const t = useTranslations('metadefs')
  const common = useTranslations('common')
  const { tree: namespace } = loaded
  const router = useRouter()
  const [isAsking, setIsAsking] = useState(false)
  const { mutateAsync: remove } = useDeleteNamespace()
  return (
    <>
      <Button
        icon={Trash2}
        disabledReason={namespace.isProtected ? t('protectedFirst') : undefined}
        onClick={() => setIsAsking(true)}
      >
        {common('delete')}
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setIsAsking(false)}
        title={t('deleteAsk')}
        confirmLabel={t('deleteNamespace')}
        onConfirm={() => remove(loaded).then(() => router.push('/metadefs'))}
      >
        <p>
          {t.rich('deleteText', {
            name: () => <bdi className="font-medium break-all text-ink">{namespace.name}</bdi>,
          })}
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
