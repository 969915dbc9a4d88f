import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { MemberStatus } from '../domain/image.ts'
import { request } from './http.ts'
import { refreshImages } from './image-refresh.ts'
import { refreshShares } from './shares.ts'

export interface ShareAnswer {
  readonly imageId: string
  /** The project that answers. */
  readonly projectId: string
  readonly status: MemberStatus
}

/** Accepts or rejects for the project; takes back what was answered before. */
export function useAnswerShare() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ imageId, projectId, status }: ShareAnswer) =>
      request(`/v2/images/${encodeURIComponent(imageId)}/members/${encodeURIComponent(projectId)}`, {
        method: 'PUT',
        body: { status },
      }),
    onSettled: (_answer, _error, { imageId }) =>
      Promise.all([refreshShares(client), refreshImages(client, [imageId])]),
  })
}
