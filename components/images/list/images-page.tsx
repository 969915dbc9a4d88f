'use client'

import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useMemo } from 'react'
import { ImportButton } from '#components/import/import-button.tsx'
import { PageHeader } from '#components/shell/page-header.tsx'
import { lazyPart } from '#components/ui/lazy-part.tsx'
import { useWhenIdle } from '#components/ui/use-when-idle.ts'
import { UploadButton } from '#components/upload/upload-button.tsx'
import { withWords } from '#components/words/with-words.tsx'
import { exportPath, imageListOptions, type ListTotal, listTotalOptions } from '#lib/client/image-list.ts'
import { DEFAULT_ADDRESS, isNarrowed, writeAddress } from '#lib/client/list-address.ts'
import type { LoadedList } from '#lib/client/load-list.ts'
import { isAdministrator } from '#lib/domain/rights.ts'
import { ImageActionsProvider } from '../actions/image-actions-provider.tsx'
import { useAsker } from '../actions/use-asker.ts'
import { FaultNotice } from '../fault-notice.tsx'
import { DisplayMenu } from './display-menu.tsx'
import { Facets } from './facets.tsx'
import { chosenColumns } from './image-columns.tsx'
import { ImageTable } from './image-table.tsx'
import { NoImages, NoMatch } from './list-states.tsx'
import { ListTotal as TotalText } from './list-total.tsx'
import { ProjectNames } from './project-name.tsx'
import { SearchBox } from './search-box.tsx'
import { TableSkeleton } from './table-skeleton.tsx'
import { type AddressControl, useListAddress } from './use-list-address.ts'
import { useListSettings } from './use-list-settings.ts'
import { useSelection } from './use-selection.ts'
import { Views } from './views.tsx'

// Fetched when the list is there and the browser has nothing else to do, or with the first selected row.
const BulkBar = lazyPart(
  withWords(['listMenus', 'actions'], () => import('./bulk-bar.tsx').then((file) => file.BulkBar)),
)
const SelectRest = lazyPart(
  withWords(['listMenus'], () => import('./select-rest.tsx').then((file) => file.SelectRest)),
)

export function ImagesPage() {
  const t = useTranslations('images')
  return (
    <ImageActionsProvider>
      <PageHeader
        title={t('title')}
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
  const t = useTranslations('images')
  const control = useListAddress()
  const { address, change } = control
  const { projectId } = useAsker()
  const list = useInfiniteQuery({
    ...imageListOptions(address, projectId),
    placeholderData: keepPreviousData,
  })
  // Read while rendering, so that their changes render: read only when more rows are wanted, they may be of long ago.
  const canFetchMore = list.hasNextPage && !list.isFetching && !list.isError
  const images = useMemo(() => list.data?.pages.flatMap(({ items }) => items) ?? [], [list.data])
  const total = useQuery({
    ...listTotalOptions(address, projectId),
    // The list itself comes first.
    enabled: list.data !== undefined,
    placeholderData: keepPreviousData,
  }).data
  const isFirstUse = list.data !== undefined && images.length === 0 && !isNarrowed(address)
  if (isFirstUse) return <NoImages />

  return (
    <>
      <Views {...control} />
      <div className="flex min-h-11 flex-wrap items-center gap-2 px-4 py-3 sm:px-6">
        <SearchBox text={address.search} onSearch={(search) => change({ search }, 'replace')} />
        <Facets {...control} images={images} />
        <span className="ms-auto flex items-center gap-2">
          <TotalText total={total} />
          <Display {...control} />
        </span>
      </div>
      {list.isError && (
        <div className="px-4 pb-3 sm:px-6">
          <FaultNotice
            title={t('notLoaded')}
            error={list.error}
            onRetry={() => void (images.length > 0 ? list.fetchNextPage() : list.refetch())}
          />
        </div>
      )}
      {list.isPending && <TableSkeleton />}
      {images.length > 0 && (
        <Rows
          {...control}
          images={images}
          total={total}
          hasMore={list.hasNextPage}
          fetchMore={() => {
            if (canFetchMore) void list.fetchNextPage()
          }}
          loadMore={async () => {
            // A fetch that is running already is waited for: to interrupt it would gain nothing.
            const { data, hasNextPage } = await list.fetchNextPage({
              cancelRefetch: false,
              throwOnError: true,
            })
            const ids = data?.pages.flatMap(({ items }) => items.map(({ id }) => id)) ?? []
            return { ids, hasMore: hasNextPage }
          }}
          isStale={list.isPlaceholderData}
        />
      )}
      {list.data && images.length === 0 && <NoMatch onClear={() => change(DEFAULT_ADDRESS)} />}
    </>
  )
}

interface RowsProps extends AddressControl {
  readonly images: Parameters<typeof useSelection>[0]
  readonly total: ListTotal | undefined
  readonly hasMore: boolean
  readonly fetchMore: () => void
  readonly loadMore: () => Promise<LoadedList>
  readonly isStale: boolean
}

/** How many rows beyond those that have come are promised while nobody has counted. */
const SOME_MORE = 50

function Rows({ address, change, images, total, hasMore, fetchMore, loadMore, isStale }: RowsProps) {
  useWhenIdle(BulkBar.preload)
  const isAdmin = isAdministrator(useAsker())
  const [settings] = useListSettings()
  const columns = useMemo(() => chosenColumns(settings.columns, isAdmin), [settings.columns, isAdmin])
  const listed = writeAddress(address).toString()
  const selection = useSelection(images, listed)
  const promised = total === undefined || total.isMore ? images.length + SOME_MORE : 0
  const count = hasMore ? Math.max(images.length + 1, total?.count ?? 0, promised) : images.length
  return (
    <ProjectNames images={images} isWanted={isAdmin}>
      <ImageTable
        images={images}
        count={count}
        isCountExact={!hasMore || total?.isMore === false}
        onMissing={fetchMore}
        columns={columns}
        isCompact={settings.density === 'compact'}
        sort={address.sort}
        onSort={(sort) => change({ sort })}
        selection={selection}
        listed={isStale ? '' : listed}
        isStale={isStale}
      />
      {selection.images.length > 0 && (
        <BulkBar images={selection.images} onClear={() => selection.setAll(false)}>
          <SelectRest
            key={listed}
            loaded={{ ids: images.map(({ id }) => id), hasMore }}
            total={total}
            isOffered={!isStale && selection.images.length === images.length}
            loadMore={loadMore}
            onSelect={selection.add}
          />
        </BulkBar>
      )}
    </ProjectNames>
  )
}

function Display({ address }: AddressControl) {
  const asker = useAsker()
  const [settings, setSettings] = useListSettings()
  return (
    <DisplayMenu
      settings={settings}
      onChange={setSettings}
      isAdministrator={isAdministrator(asker)}
      exportPath={(format) => exportPath(format, address, asker.projectId)}
    />
  )
}
