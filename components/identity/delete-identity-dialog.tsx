'use client'

import { useQuery } from '@tanstack/react-query'
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
  const { mutateAsync } = useDeleteIdentity()
  const word = kind === 'users' ? 'user' : 'project'
  async function remove(): Promise<void> {
    await mutateAsync({ kind, id: thing.id })
    showToast({ tone: 'ok', title: `The ${word} “${thing.name}” is deleted` })
  }
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={`Delete this ${word}?`}
      confirmLabel={`Delete ${word}`}
      typeToConfirm={thing.name}
      onConfirm={remove}
    >
      <p>
        <bdi className="font-medium break-all text-ink">{thing.name}</bdi>{' '}
        {kind === 'users'
          ? 'loses its roles, its application credentials and its sign-ins at once.'
          : 'ends with all roles and application credentials in it; whoever works in it is signed out of it.'}
      </p>
      {kind === 'users' ? (
        <p className="mt-2">Images belong to projects: those that it made stay as they are.</p>
      ) : (
        <ImagesOfProject projectId={thing.id} />
      )}
    </ConfirmDialog>
  )
}

function ImagesOfProject({ projectId }: { readonly projectId: string }) {
  const { data } = useQuery(projectQuotaOptions(projectId))
  const count = data?.image_count_total.used
  if (count === 0) return <p className="mt-2">It has no images.</p>
  return (
    <p className="mt-2">
      {count === undefined
        ? 'Its images stay: '
        : `Its images (${count}, ${byteText(data?.image_size_total.used ?? 0)}) stay: `}
      they keep their data and take up room, public and shared ones go on working for others, but only
      administrators can change them. To keep them in use, give them to another project first: Change owner,
      in the menu of an image.
    </p>
  )
}
