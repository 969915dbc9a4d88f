'use client'

import { useMutation, useQuery } from '@tanstack/react-query'
import { Plus, UserMinus } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type FormEvent, useState } from 'react'
import { Field } from '#components/form/field.tsx'
import { FaultNotice } from '#components/images/fault-notice.tsx'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { IconButton } from '#components/ui/icon-button.tsx'
import { Input } from '#components/ui/input.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { Select } from '#components/ui/select.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { faultMessage } from '#lib/client/api-fault.ts'
import {
  type AssignmentPlace,
  assignmentsOptions,
  findIdentity,
  type RoleAssignment,
  rolesOptions,
  useGrant,
} from '#lib/client/identity.ts'

interface RolesDialogProps {
  readonly place: AssignmentPlace
  readonly name: string
  readonly onClose: () => void
}

/** The roles of a user in projects, or of users in a project: the same table from either side. */
export function RolesDialog({ place, name, onClose }: RolesDialogProps) {
  const t = useTranslations('identity.roles')
  const common = useTranslations('common')
  const list = useQuery(assignmentsOptions(place))
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t(place.kind === 'user' ? 'titleOfUser' : 'titleOfProject')}
      description={<bdi className="block truncate">{name}</bdi>}
      footer={<Button onClick={onClose}>{common('close')}</Button>}
    >
      {list.data === undefined ? (
        list.isError ? (
          <FaultNotice title={t('notLoaded')} error={list.error} onRetry={() => void list.refetch()} />
        ) : (
          <p role="status">
            <span className="sr-only">{t('loading')}</span>
            <Skeleton className="h-16 rounded-lg" />
          </p>
        )
      ) : (
        <Assignments place={place} assignments={list.data} />
      )}
      <AddRole place={place} />
    </Dialog>
  )
}

interface AssignmentsProps {
  readonly place: AssignmentPlace
  readonly assignments: readonly RoleAssignment[]
}

function Assignments({ place, assignments }: AssignmentsProps) {
  const t = useTranslations('identity.roles')
  const { mutate, error } = useGrant()
  if (assignments.length === 0) {
    return <p className="text-muted">{t(place.kind === 'user' ? 'noRole' : 'nobody')}</p>
  }
  return (
    <>
      {error !== null && (
        <Notice tone="danger" className="mb-3">
          {faultMessage(error)}
        </Notice>
      )}
      <ul aria-label={t('given')} className="divide-y rounded-lg border">
        {assignments.map(({ role, user, scope }) => {
          const other = place.kind === 'user' ? (scope.project ?? scope.domain) : user
          return (
            <li key={`${user.id} ${role.id} ${other?.id}`} className="flex items-center gap-3 px-3.5 py-1.5">
              <p className="min-w-0 flex-1 truncate">
                <span className="font-medium">{role.name}</span>
                <span className="text-muted">
                  {place.kind === 'user' ? t(scope.project ? 'in' : 'inDomain') : ' · '}
                </span>
                <bdi title={other?.id}>{other?.name}</bdi>
              </p>
              <IconButton
                label={t(place.kind === 'user' ? 'takeIn' : 'takeFrom', {
                  role: role.name,
                  name: other?.name ?? '',
                })}
                icon={UserMinus}
                disabledReason={scope.project === undefined ? t('domainRoles') : undefined}
                onClick={() =>
                  mutate({
                    userId: user.id,
                    projectId: scope.project?.id ?? '',
                    roleId: role.id,
                    isGiven: false,
                  })
                }
              />
            </li>
          )
        })}
      </ul>
    </>
  )
}

function AddRole({ place }: { readonly place: AssignmentPlace }) {
  const t = useTranslations('identity.roles')
  const roles = useQuery(rolesOptions()).data ?? []
  const [text, setText] = useState('')
  const [chosen, setChosen] = useState<string | null>(null)
  const roleId = chosen ?? roles.find(({ name }) => name === 'member')?.id ?? roles[0]?.id ?? ''
  const otherKind = place.kind === 'user' ? 'projects' : 'users'
  const { mutateAsync: grant } = useGrant()
  const give = useMutation({
    mutationFn: async () => {
      const other = await findIdentity(otherKind, text.trim())
      const [userId, projectId] = place.kind === 'user' ? [place.id, other.id] : [other.id, place.id]
      await grant({ userId, projectId, roleId, isGiven: true })
    },
    onSuccess: () => setText(''),
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (text.trim() !== '' && !give.isPending) give.mutate()
  }
  const label = t(place.kind === 'user' ? 'project' : 'user')
  return (
    <form className="mt-4 flex flex-wrap items-start gap-2" onSubmit={submit}>
      <Field label={t('role')} className="w-36">
        {(control) => (
          <Select
            {...control}
            value={roleId}
            options={roles.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={setChosen}
          />
        )}
      </Field>
      <Field
        label={label}
        className="min-w-48 flex-1"
        error={give.error === null ? undefined : faultMessage(give.error)}
      >
        {(control) => (
          <Input
            {...control}
            placeholder={t('nameOrId')}
            spellCheck={false}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Field>
      <Button
        type="submit"
        icon={Plus}
        className="mt-6 max-sm:mt-0"
        isBusy={give.isPending}
        disabledReason={text.trim() === '' ? t('otherFirst', { kind: otherKind }) : undefined}
      >
        {t('give')}
      </Button>
    </form>
  )
}
