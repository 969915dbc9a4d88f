'use client'

import { useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'
import { showToast } from '#components/ui/toast-store.ts'
import { byteText } from '#lib/client/byte-text.ts'
import {
  type IdentityKind,
  type IdentityProject,
  type IdentityUser,
  useDeleteIdentity,
} from '#lib/client/identity.ts'
import { projectQuotaOptions } from '#lib/client/quota.ts'

interface DeleteIdentityDialogProps {
  readonly kind: IdentityKind
  readonly thing: IdentityUser | IdentityProject
  readonly onClose: () => void
}

/** Deletes, and says before what becomes of the images. */
export function DeleteIdentityDialog({ kind, thing, onClose }: DeleteIdentityDialogProps) {
  const t = useTranslations('identity.delete')
  const { mutateAsync } = useDeleteIdentity()
  async function remove(): Promise<void> {
    await mutateAsync({ kind, id: thing.id })
    showToast({ tone: 'ok', title: t('done', { kind, name: thing.name }) })
  }
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t('title', { kind })}
      confirmLabel={t('confirm', { kind })}
      typeToConfirm={thing.name}
      onConfirm={remove}
    >
      <p>
        {t.rich('text', {
          kind,
          name: () => <bdi className="font-medium break-all text-ink">{thing.name}</bdi>,
        })}
      </p>
      {kind === 'users' ? (
        <p className="mt-2">{t('imagesOfUser')}</p>
      ) : (
        <ImagesOfProject projectId={thing.id} />
      )}
    </ConfirmDialog>
  )
}

function ImagesOfProject({ projectId }: { readonly projectId: string }) {
  const t = useTranslations('identity.delete')
  const { data } = useQuery(projectQuotaOptions(projectId))
  const count = data?.image_count_total.used
  if (count === 0) return <p className="mt-2">{t('noImages')}</p>
  return (
    <p className="mt-2">
      {t('images', {
        isKnown: String(count !== undefined),
        count: String(count ?? ''),
        size: byteText(data?.image_size_total.used ?? 0),
      })}
    </p>
  )
}
