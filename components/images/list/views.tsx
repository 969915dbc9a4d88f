'use client'

import { BookmarkPlus, BookmarkX } from 'lucide-react'
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
import type { AddressControl } from './use-list-address.ts'

const SaveViewDialog = lazyPart(() => import('./save-view-dialog.tsx').then((file) => file.SaveViewDialog))

const VIEWS: readonly (readonly [label: string, part: Partial<ListAddress>])[] = [
  ['All', {}],
  ['Mine', { owner: 'mine' }],
  ['Public', { visibility: 'public' }],
  ['Community', { visibility: 'community' }],
  ['Snapshots', { isSnapshot: true }],
  ['Deactivated', { statuses: ['deactivated'] }],
  ['Hidden', { isHidden: true }],
]

/** The questions that people ask most, one press away; and those that a person has saved. */
export function Views({ address, change }: AddressControl) {
  const own = useSyncExternalStore(ownViews.subscribe, ownViews.read, ownViews.readOnServer)
  const [isSaving, setIsSaving] = useState(false)
  const shown = viewOf(address)
  const ready = VIEWS.map(([label, part]) => ({
    label,
    query: writeAddress({ ...DEFAULT_ADDRESS, ...part }).toString(),
  }))
  const all = [...ready, ...own.map(({ name, query }) => ({ label: name, query }))]
  const present = own.find(({ query }) => query === shown)
  const isKnown = all.some(({ query }) => query === shown)

  return (
    <>
      <TabLinks
        label="Views"
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
              Forget this view
            </Button>
          ) : (
            !isKnown && (
              <Button variant="ghost" size="sm" icon={BookmarkPlus} onClick={() => setIsSaving(true)}>
                Save this view
              </Button>
            )
          )
        }
      />
      {isSaving && <SaveViewDialog query={shown} onClose={() => setIsSaving(false)} />}
    </>
  )
}
