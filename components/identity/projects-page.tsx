'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { HardDrive, Plus, Users } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { AdminPage } from '#components/admin/admin-page.tsx'
import { useSession } from '#components/shell/session-provider.tsx'
import { Button } from '#components/ui/button.tsx'
import { ButtonLink } from '#components/ui/button-link.tsx'
import { lazyPart } from '#components/ui/lazy-part.tsx'
import { MenuItem } from '#components/ui/menu-items.tsx'
import { type IdentityProject, projectsOptions } from '#lib/client/identity.ts'
import { projectImagesPath } from '#lib/client/list-address.ts'
import { IdentityList } from './identity-list.tsx'
import { IdentityMenu } from './identity-menu.tsx'

const IdentityDialog = lazyPart(() => import('./identity-dialog.tsx').then((file) => file.IdentityDialog))
const RolesDialog = lazyPart(() => import('./roles-dialog.tsx').then((file) => file.RolesDialog))
const DeleteDialog = lazyPart(() =>
  import('./delete-identity-dialog.tsx').then((file) => file.DeleteIdentityDialog),
)

type OpenDialog =
  | { readonly kind: 'create' }
  | { readonly kind: 'edit' | 'roles' | 'delete'; readonly project: IdentityProject }

/** The projects that own images, where the identity is the built-in one. */
export function ProjectsPage() {
  const t = useTranslations('identity')
  const [dialog, setDialog] = useState<OpenDialog | null>(null)
  const close = (): void => setDialog(null)
  return (
    <AdminPage
      title={t('projects')}
      actions={
        <Button variant="primary" icon={Plus} onClick={() => setDialog({ kind: 'create' })}>
          {t('createProject')}
        </Button>
      }
    >
      <ProjectList open={setDialog} />
      {dialog?.kind === 'create' && <IdentityDialog kind="projects" thing={null} onClose={close} />}
      {dialog?.kind === 'edit' && <IdentityDialog kind="projects" thing={dialog.project} onClose={close} />}
      {dialog?.kind === 'roles' && (
        <RolesDialog
          place={{ kind: 'project', id: dialog.project.id }}
          name={dialog.project.name}
          onClose={close}
        />
      )}
      {dialog?.kind === 'delete' && <DeleteDialog kind="projects" thing={dialog.project} onClose={close} />}
    </AdminPage>
  )
}

function ProjectList({ open }: { readonly open: (dialog: OpenDialog) => void }) {
  const t = useTranslations('identity')
  const { project: current } = useSession()
  const list = useInfiniteQuery(projectsOptions())
  return (
    <IdentityList
      kind="projects"
      things={list.data?.pages.flatMap(({ projects }) => projects)}
      error={list.error}
      onRetry={() => void list.refetch()}
      list={list}
      actions={(project) => (
        <>
          <ButtonLink size="sm" variant="ghost" icon={HardDrive} href={projectImagesPath(project.id)}>
            {t.rich('imagesOf', {
              name: project.name,
              hidden: (text) => <span className="sr-only">{text}</span>,
            })}
          </ButtonLink>
          <IdentityMenu
            kind="projects"
            thing={project}
            lockReason={project.id === current?.id ? t('workingHere') : undefined}
            onEdit={() => open({ kind: 'edit', project })}
            onDelete={() => open({ kind: 'delete', project })}
          >
            <MenuItem icon={Users} onSelect={() => open({ kind: 'roles', project })}>
              {t('membersMore')}
            </MenuItem>
          </IdentityMenu>
        </>
      )}
    />
  )
}
