'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ImportButton } from '#components/import/import-button.tsx'
import { PageHeader } from '#components/shell/page-header.tsx'
import { Button } from '#components/ui/button.tsx'
import { UploadButton } from '#components/upload/upload-button.tsx'
import { imageListOptions } from '#lib/client/images.ts'
import { DEFAULT_ADDRESS, isNarrowed, writeAddress } from '#lib/client/list-address.ts'
import { isAdministrator } from '#lib/domain/rights.ts'
import { ImageActionsProvider } from '../actions/image-actions-provider.tsx'
import { useAsker } from '../actions/use-asker.ts'
import { FaultNotice } from '../fault-notice.tsx'
import { BulkBar } from './bulk-bar.tsx'
import { Facets } from './facets.tsx'
import { ImageTable } from './image-table.tsx'
import { NoImages, NoMatch } from './list-states.tsx'
import { Pager } from './pager.tsx'
import { SearchBox } from './search-box.tsx'
import { TableSkeleton } from './table-skeleton.tsx'
import { useListAddress } from './use-list-address.ts'
import { Views } from './views.tsx'

export function ImagesPage() {
  return (
    <ImageActionsProvider>
      <PageHeader
        title="Images"
        actions={
          <>
            <ImportButton />
            <UploadButton />
          </>
        }
      />
      <ImageList />
    </ImageActionsProvider>
  )
}

function ImageList() {
  const { address, change } = useListAddress()
  const asker = useAsker()
  const list = useQuery({ ...imageListOptions(address, asker.projectId), placeholderData: keepPreviousData })
  const { selection, select } = useSelection(writeAddress(address).toString())
  const images = list.data?.items ?? []
  const selected = images.filter((image) => selection[image.id])
  const isNarrow = isNarrowed(address) || address.cursor !== null
  const isFirstUse = list.data !== undefined && images.length === 0 && !isNarrow
  if (isFirstUse) return <NoImages />

  return (
    <>
      <Views address={address} change={change} />
      <div className="flex min-h-11 flex-wrap items-center gap-2 px-4 py-3 sm:px-6">
        {selected.length > 0 ? (
          <BulkBar images={selected} onClear={() => select({})} />
        ) : (
          <>
            <SearchBox text={address.search} onSearch={(search) => change({ search }, 'replace')} />
            <Facets address={address} change={change} />
          </>
        )}
      </div>
      {list.isError && (
        <div className="px-4 pb-3 sm:px-6">
          <FaultNotice
            title="The list could not be loaded"
            error={list.error}
            onRetry={() => void list.refetch()}
            // The image after which this page begins may have been deleted: trying again would not help.
            more={address.cursor !== null && <FirstPageButton onPress={() => change({ cursor: null })} />}
          />
        </div>
      )}
      {list.isPending && <TableSkeleton />}
      {list.data && images.length > 0 && (
        <>
          <ImageTable
            images={images}
            sort={address.sort}
            onSort={(sort) => change({ sort })}
            selection={selection}
            onSelect={select}
            hasOwner={isAdministrator(asker)}
            isStale={list.isPlaceholderData}
          />
          <Pager page={list.data} address={address} change={change} />
        </>
      )}
      {list.data && images.length === 0 && <NoMatch onClear={() => change(DEFAULT_ADDRESS)} />}
    </>
  )
}

function FirstPageButton({ onPress }: { readonly onPress: () => void }) {
  return (
    <Button size="sm" onClick={onPress}>
      Go to the first page
    </Button>
  )
}

/** Which rows are selected. It belongs to what is listed: another page or search begins without. */
function useSelection(listed: string) {
  const [state, setState] = useState<{ listed: string; selection: Record<string, true> }>({
    listed,
    selection: {},
  })
  const selection = state.listed === listed ? state.selection : NOTHING
  return { selection, select: (next: Record<string, true>) => setState({ listed, selection: next }) }
}
const NOTHING: Record<string, true> = {}
