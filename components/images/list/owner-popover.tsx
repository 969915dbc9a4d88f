'use client'

import { useQuery } from '@tanstack/react-query'
import { Check } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type ReactElement, useDeferredValue, useState } from 'react'
import { Field } from '#components/form/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { Popover } from '#components/ui/popover.tsx'
import { imageOwnersOptions } from '#lib/client/image-list.ts'
import type { ListAddress } from '#lib/client/list-address.ts'
import { findProjectsOptions, isProjectId, projectNamesOptions } from '#lib/client/shares.ts'
import { useAsker } from '../actions/use-asker.ts'
import { FaultNotice } from '../fault-notice.tsx'

type Owner = ListAddress['owner']

interface OwnerPopoverProps {
  readonly trigger: ReactElement
  readonly address: ListAddress
  readonly onChoose: (owner: Owner) => void
}

/** Open from the start: the press that fetched it asked for it. */
export function OwnerPopover({ trigger, address, onChoose }: OwnerPopoverProps) {
  const t = useTranslations('images.filter')
  const words = useTranslations('listMenus.owners')
  const [isOpen, setIsOpen] = useState(true)
  const [text, setText] = useState('')
  const choose = (owner: Owner): void => {
    onChoose(owner)
    setIsOpen(false)
    setText('')
  }
  return (
    <Popover label={t('owner')} className="w-80" trigger={trigger} isOpen={isOpen} onOpenChange={setIsOpen}>
      <Field label={words('find')}>
        {(control) => (
          <Input
            {...control}
            type="search"
            placeholder={words('nameOrId')}
            spellCheck={false}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
      </Field>
      <div className="mt-2 grid max-h-72 gap-px overflow-y-auto">
        {text.trim() === '' && (
          <>
            <Choice text={t('ownerAll')} isChosen={address.owner === null} onChoose={() => choose(null)} />
            <Choice
              text={t('ownerMine')}
              isChosen={address.owner === 'mine'}
              onChoose={() => choose('mine')}
            />
            <Choice
              text={t('ownerOthers')}
              isChosen={address.owner === 'others'}
              onChoose={() => choose('others')}
            />
          </>
        )}
        <Projects address={address} text={useDeferredValue(text.trim())} onChoose={choose} />
      </div>
    </Popover>
  )
}

interface ProjectsProps {
  readonly address: ListAddress
  /** A part of a name or id; empty: all. */
  readonly text: string
  readonly onChoose: (owner: Owner) => void
}

function Projects({ address, text, onChoose }: ProjectsProps) {
  const t = useTranslations('listMenus.owners')
  const { projectId } = useAsker()
  const { data, error, refetch } = useQuery(imageOwnersOptions(address, projectId))
  const names = useQuery(projectNamesOptions(data?.owners.map(({ id }) => id) ?? [])).data
  const named = data?.owners.map((owner) => ({ ...owner, name: names?.get(owner.id)?.name ?? owner.id }))
  const found = named?.filter(({ id, name }) => [id, name].some((one) => holds(one, text)))
  // More projects than were named may have images here: what nobody of them is called is looked for among all.
  const isUnknown = text !== '' && found?.length === 0
  const others = useQuery(findProjectsOptions(isUnknown ? text : '')).data
  if (error !== null)
    return <FaultNotice title={t('notLoaded')} error={error} onRetry={() => void refetch()} />
  if (found === undefined)
    return (
      <p role="status" className="px-2 py-1 text-muted">
        {t('loading')}
      </p>
    )
  const rest = isUnknown ? (others ?? []).map(({ id, name }) => ({ id, name, count: null })) : []
  const typed =
    isUnknown && rest.length === 0 && isProjectId(text) ? [{ id: text, name: text, count: null }] : []
  const shown = [...found, ...rest, ...typed]
  return (
    <>
      {shown.map(({ id, name, count }) => (
        <Choice
          key={id}
          text={name}
          count={count}
          isChosen={address.owner === id}
          onChoose={() => onChoose(id)}
        />
      ))}
      <p role="status" className="px-2 py-1 text-xs text-muted empty:hidden">
        {shown.length === 0 && (others !== undefined || !isUnknown) && t(text === '' ? 'empty' : 'none')}
        {data?.is_more && text === '' && t('more')}
      </p>
    </>
  )
}

function holds(text: string, part: string): boolean {
  return text.toLowerCase().includes(part.toLowerCase())
}

interface ChoiceProps {
  readonly text: string
  /** Of its images; null: nobody has counted. */
  readonly count?: number | null
  readonly isChosen: boolean
  readonly onChoose: () => void
}

function Choice({ text, count = null, isChosen, onChoose }: ChoiceProps) {
  const t = useTranslations('listMenus.owners')
  return (
    <button
      type="button"
      aria-pressed={isChosen}
      onClick={onChoose}
      className="flex min-h-8 w-full items-center gap-2 rounded-md px-2 py-1 text-start hover:bg-hover pointer-coarse:min-h-10"
    >
      <bdi className="min-w-0 flex-1 truncate">{text}</bdi>
      {count !== null && (
        <span className="text-xs text-muted tabular-nums">{t('count', { count, n: String(count) })}</span>
      )}
      {isChosen && <Check aria-hidden className="size-3.5" />}
    </button>
  )
}
