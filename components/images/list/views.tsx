'use client'

import { BookmarkPlus, BookmarkX } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState, useSyncExternalStore } from 'react'
import { Button } from '#components/ui/button.tsx'
import { lazyPart } from '#components/ui/lazy-part.tsx'
import { TabLinks } from '#components/ui/tab-links.tsx'
import {
  DEFAULT_ADDRESS,
  type ListAddress,
  readAddress,
  viewOf,
  writeAddress,
} from '#lib/client/list-address.ts'
import { ownViews } from '#lib/client/own-views.ts'
import { isAdministrator } from '#lib/domain/rights.ts'
import { useAsker } from '../actions/use-asker.ts'
import type { AddressControl } from './use-list-address.ts'

const SaveViewDialog = lazyPart(() => import('./save-view-dialog.tsx').then((file) => file.SaveViewDialog))

const VIEWS = [
  ['all', {}],
  ['mine', { owner: 'mine' }],
  ['sharedWithMe', { owner: 'others', visibility: 'shared' }],
  ['public', { visibility: 'public' }],
  ['community', { visibility: 'community' }],
  ['snapshots', { isSnapshot: true }],
  ['deactivated', { statuses: ['deactivated'] }],
  ['hidden', { isHidden: true }],
] as const satisfies readonly (readonly [name: string, part: Partial<ListAddress>])[]

/** The questions that people ask most, one press away; and those that a person has saved. */
export function Views({ address, change }: AddressControl) {
  const t = useTranslations('images.views')
  const own = useSyncExternalStore(ownViews.subscribe, ownViews.read, ownViews.readOnServer)
  const [isSaving, setIsSaving] = useState(false)
  const shown = viewOf(address)
  // Administrators see what everybody shares with whomever; what is shared with them stands in the inbox.
  const isAdmin = isAdministrator(useAsker())
  const ready = VIEWS.filter(([name]) => !isAdmin || name !== 'sharedWithMe').map(([name, part]) => ({
    label: t(name),
    query: writeAddress({ ...DEFAULT_ADDRESS, ...part }).toString(),
  }))
  const all = [...ready, ...own.map(({ name, query }) => ({ label: name, query }))]
  const present = own.find(({ query }) => query === shown)
  const isKnown = all.some(({ query }) => query === shown)

  return (
    <>
      <TabLinks
        label={t('label')}
        links={all.map(({ label, query }) => ({
          label,
          href: query === '' ? '/images' : `/images?${query}`,
          isCurrent: query === shown,
        }))}
        onGo={(href) => {
          const { sort } = address
          change({ ...readAddress(new URL(href, location.origin).searchParams), sort })
        }}
        end={
          present !== undefined ? (
            <Button variant="ghost" size="sm" icon={BookmarkX} onClick={() => ownViews.remove(present.name)}>
              {t('forget')}
            </Button>
          ) : (
            !isKnown && (
              <Button variant="ghost" size="sm" icon={BookmarkPlus} onClick={() => setIsSaving(true)}>
                {t('save')}
              </Button>
            )
          )
        }
      />
      {isSaving && <SaveViewDialog query={shown} onClose={() => setIsSaving(false)} />}
    </>
  )
}
