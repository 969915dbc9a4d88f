import type { Context } from '#lib/domain/context.ts'
import type { EventSink } from '#lib/domain/events.ts'
import type { ImageChange } from '#lib/domain/image.ts'
import type { ImageLayer, ImageRepository } from '#lib/domain/repository.ts'

/** Tells what happened, after it happened. */
export function notifierLayer(events: EventSink): ImageLayer {
  return (inner) => ({
    ...inner,
    async add(ctx, image) {
      const added = await inner.add(ctx, image)
      events.publish({ type: 'image.create', image: added })
      return added
    },
    async save(ctx, change) {
      const saved = await inner.save(ctx, change)
      if (isChange(change)) events.publish({ type: 'image.update', image: saved })
      return saved
    },
    async remove(ctx, image) {
      await inner.remove(ctx, image)
      events.publish({ type: 'image.delete', image })
    },
    async addMember(ctx, image, memberId) {
      const member = await inner.addMember(ctx, image, memberId)
      events.publish({ type: 'image.member.create', image, memberId })
      return member
    },
    async setMemberStatus(ctx, image, memberId, status) {
      const member = await inner.setMemberStatus(ctx, image, memberId, status)
      events.publish({ type: 'image.member.update', image, memberId })
      return member
    },
    async removeMember(ctx, image, memberId) {
      await inner.removeMember(ctx, image, memberId)
      events.publish({ type: 'image.member.delete', image, memberId })
    },
    async openData(ctx, image, range, signal) {
      const data = await inner.openData(ctx, image, range, signal)
      events.publish({ type: 'image.send', image })
      return data
    },
    async startUpload(ctx, image, request) {
      const upload = await inner.startUpload(ctx, image, request)
      events.publish({ type: 'image.prepare', image: { ...image, status: 'saving' } })
      return upload
    },
    async finishUpload(ctx, upload) {
      const image = await inner.finishUpload(ctx, upload).catch(async (error: unknown) => {
        await publishReturned(inner, events, ctx, upload.imageId)
        throw error
      })
      events.publish({ type: 'image.upload', image })
      events.publish({ type: 'image.activate', image })
      return image
    },
    async abortUpload(ctx, upload) {
      await inner.abortUpload(ctx, upload)
      await publishReturned(inner, events, ctx, upload.imageId)
    },
  })
}

/** Identity suffices: whoever changes an image makes a new one, and `[]` as a patch gives back the same. */
function isChange({ before, after }: ImageChange): boolean {
  return before !== after
}

/** The upload failed and the image is queued again, unless somebody deleted it. Telling never fails the change. */
async function publishReturned(
  inner: ImageRepository,
  events: EventSink,
  ctx: Context,
  imageId: string,
): Promise<void> {
  const image = await inner.get(ctx, imageId).catch(() => null)
  if (image !== null) events.publish({ type: 'image.update', image })
}
