import {
  mutationOptions,
  type QueryClient,
  queryOptions,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import type { ImageListWire, ImageWire, MemberWire } from '../contract/image-wire.ts'
import type { DeactivationNote } from '../domain/deactivation.ts'
import type { ImageMember } from '../domain/image.ts'
import { request, requestJson } from './http.ts'
import { KEYS, SHOWING } from './image-keys.ts'
import { changeInLists, rowsInLists } from './image-list.ts'
import { draftOf, type ImageDraft, imagePatch } from './image-patch.ts'
import { refresh, refreshWhenLast } from './image-refresh.ts'
import { type ImageView, imageFromWire, memberFromWire } from './image-view.ts'

/** An image with the tag of its version, by which the service knows whether it changed meanwhile. */
export interface ImageVersion {
  readonly image: ImageView
  readonly etag: string | null
}

const PATCH_TYPE = 'application/openstack-images-v2.1-json-patch'

function imageOptions(imageId: string) {
  return queryOptions({
    queryKey: KEYS.detail(imageId),
    queryFn: ({ signal }) => fetchImage(imageId, signal),
  })
}

/** One image; what the list knows of it is shown until the answer is here. */
export function useImage(imageId: string) {
  const client = useQueryClient()
  return useQuery({ ...imageOptions(imageId), placeholderData: () => fromLists(client, imageId) })
}

function fromLists(client: QueryClient, imageId: string): ImageVersion | undefined {
  const image = rowsInLists(client).find(({ id }) => id === imageId)
  return image && { image, etag: null }
}

/** The image as it is at this moment, for a form: never from memory, and never changed under the person's hands. */
export function imageVersionOptions(imageId: string) {
  return queryOptions({
    queryKey: ['image-version', imageId],
    queryFn: ({ signal }) => fetchImage(imageId, signal),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  })
}

export function imageMembersOptions(imageId: string) {
  return queryOptions({
    queryKey: KEYS.members(imageId),
    queryFn: async ({ signal }): Promise<readonly ImageMember[]> => {
      const wire = await requestJson<{ members: readonly MemberWire[] }>(`${imagePath(imageId)}/members`, {
        signal,
        headers: { 'x-vitrine-show': 'ends' },
      })
      return wire.members.map(memberFromWire)
    },
  })
}

/** Images whose name contains the text, for the command menu. */
export function imageSearchOptions(text: string) {
  return queryOptions({
    queryKey: [...KEYS.all, 'search', text],
    enabled: text.trim() !== '',
    staleTime: 10_000,
    queryFn: async ({ signal }): Promise<readonly ImageView[]> => {
      const query = new URLSearchParams({ vitrine_search: text.trim(), limit: '8', sort: 'name:asc' })
      const wire = await requestJson<ImageListWire>(`/v2/images?${query}`, { signal })
      return wire.images.map(imageFromWire)
    },
  })
}

/** Where the browser fetches the data itself. */
export function imageFilePath(imageId: string): string {
  return `${imagePath(imageId)}/file`
}

export interface ImageChangeRequest {
  readonly image: ImageView
  readonly draft: ImageDraft
  /** The version that the person saw: a newer one is refused with `stale` rather than overwritten. */
  readonly etag?: string | null
}

/**
 * Changes of one image go one after the other: what is shown at once may be built upon (shared a moment ago, now with
 * whom) before the service has agreed to it.
 */
function inTurn(imageId: string) {
  return { scope: { id: imageId } }
}

/** Writes what differs. Shown at once, taken back when refused. Without a difference nothing is sent. */
export function changeImageOptions(client: QueryClient, imageId: string) {
  return mutationOptions({
    ...inTurn(imageId),
    mutationKey: KEYS.all,
    mutationFn: ({ image, draft, etag }: ImageChangeRequest) => changeImage(image, draft, etag ?? null),
    onMutate: ({ image, draft }) => showBefore(client, image.id, (shown) => ({ ...shown, ...draft })),
    onError: (_error, _change, shown) => shown?.takeBack(),
    onSuccess: (version) => version !== null && putVersion(client, version),
    onSettled: (_version, _error, { image }) => refreshWhenLast(client, image.id),
  })
}

export function useChangeImage(imageId: string) {
  return useMutation(changeImageOptions(useQueryClient(), imageId))
}

export interface ImageStateRequest {
  readonly image: ImageView
  readonly action: 'deactivate' | 'reactivate'
  /** Why it is deactivated, for whoever meets it. */
  readonly note?: DeactivationNote
}

export function imageStateOptions(client: QueryClient, imageId: string) {
  return mutationOptions({
    ...inTurn(imageId),
    mutationKey: KEYS.all,
    mutationFn: sendState,
    onMutate: ({ image, action, note }) =>
      showBefore(client, image.id, (shown) => ({
        ...shown,
        status: action === 'deactivate' ? 'deactivated' : 'active',
        deactivation: note && { ...note, sinceMs: Date.now() },
      })),
    onError: (_error, _change, shown) => shown?.takeBack(),
    onSettled: (_answer, _error, { image }) => refreshWhenLast(client, image.id),
  })
}

function sendState({ image, action, note }: ImageStateRequest): Promise<Response> {
  if (note === undefined) return request(`${imagePath(image.id)}/actions/${action}`, { method: 'POST' })
  return request(`/v2/vitrine/deactivations/${encodeURIComponent(image.id)}`, {
    method: 'PUT',
    body: {
      reason: note.reason,
      ticket: note.ticket,
      until: note.untilMs === null ? null : new Date(note.untilMs).toISOString(),
    },
  })
}

export function deleteImageOptions(client: QueryClient, imageId: string) {
  return mutationOptions({
    ...inTurn(imageId),
    mutationKey: KEYS.all,
    mutationFn: (image: ImageView) => request(imagePath(image.id), { method: 'DELETE' }),
    onError: (_error, image) => refreshWhenLast(client, image.id),
    // Its own page is left by whoever deleted it: asking for it again would only find nothing.
    onSuccess: (_answer, image) => {
      changeInLists(client, image.id, () => null)
      return refresh(client, [KEYS.lists, KEYS.totals, KEYS.families], 1)
    },
  })
}

/** Offers the image to the project. @throws ApiFault */
export async function addMember(imageId: string, projectId: string): Promise<void> {
  await request(`${imagePath(imageId)}/members`, { method: 'POST', body: { member: projectId } })
}

export function useAddMember(imageId: string) {
  const client = useQueryClient()
  return useMutation({
    ...inTurn(imageId),
    mutationFn: async ({ projectId, endsAtMs }: { projectId: string; endsAtMs: number | null }) => {
      await addMember(imageId, projectId)
      if (endsAtMs !== null) await sendShareEnd(imageId, projectId, endsAtMs)
    },
    onSettled: () => client.invalidateQueries({ queryKey: KEYS.members(imageId) }),
  })
}

/** Says when a share ends by itself; null: it does not. */
export function useSetShareEnd(imageId: string) {
  const client = useQueryClient()
  return useMutation({
    ...inTurn(imageId),
    mutationFn: ({ projectId, endsAtMs }: { projectId: string; endsAtMs: number | null }) =>
      sendShareEnd(imageId, projectId, endsAtMs),
    onSettled: () => client.invalidateQueries({ queryKey: KEYS.members(imageId) }),
  })
}

function sendShareEnd(imageId: string, projectId: string, endsAtMs: number | null): Promise<Response> {
  return request(`/v2/vitrine/shares/${encodeURIComponent(imageId)}/${encodeURIComponent(projectId)}`, {
    method: 'PUT',
    body: { ends_at: endsAtMs === null ? null : new Date(endsAtMs).toISOString() },
  })
}

export function useRemoveMember(imageId: string) {
  const client = useQueryClient()
  return useMutation({
    ...inTurn(imageId),
    mutationFn: (projectId: string) =>
      request(`${imagePath(imageId)}/members/${encodeURIComponent(projectId)}`, { method: 'DELETE' }),
    onSettled: () => client.invalidateQueries({ queryKey: KEYS.members(imageId) }),
  })
}

/** The image as it is now. @throws ApiFault */
export async function fetchImage(imageId: string, signal?: AbortSignal): Promise<ImageVersion> {
  const response = await request(imagePath(imageId), { signal, headers: SHOWING })
  return { image: imageFromWire((await response.json()) as ImageWire), etag: response.headers.get('etag') }
}

/** One patch with what differs; null when nothing does. @throws ApiFault `stale` when `etag` is no longer the image's */
async function changeImage(
  image: ImageView,
  draft: ImageDraft,
  etag: string | null,
): Promise<ImageVersion | null> {
  const steps = imagePatch(draftOf(image), draft)
  if (steps.length === 0) return null
  const response = await request(imagePath(image.id), {
    method: 'PATCH',
    headers: { ...SHOWING, 'Content-Type': PATCH_TYPE, ...(etag !== null && { 'If-Match': etag }) },
    body: steps,
  })
  return { image: imageFromWire((await response.json()) as ImageWire), etag: response.headers.get('etag') }
}

function imagePath(imageId: string): string {
  return `/v2/images/${encodeURIComponent(imageId)}`
}

function putVersion(client: QueryClient, version: ImageVersion): void {
  client.setQueryData<ImageVersion>(KEYS.detail(version.image.id), version)
  changeInLists(client, version.image.id, () => version.image)
}

/** Shows a change before the service has agreed. */
async function showBefore(client: QueryClient, imageId: string, change: (image: ImageView) => ImageView) {
  await client.cancelQueries({ queryKey: KEYS.all })
  const before = (client.getQueryData<ImageVersion>(KEYS.detail(imageId)) ?? fromLists(client, imageId))
    ?.image
  const show = (next: (image: ImageView) => ImageView): void => {
    changeInLists(client, imageId, next)
    client.setQueryData<ImageVersion>(
      KEYS.detail(imageId),
      (shown) => shown && { ...shown, image: next(shown.image) },
    )
  }
  show(change)
  return { takeBack: (): void => before && show(() => before) }
}
