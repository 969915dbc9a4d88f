import type { Context } from '#lib/domain/context.ts'
import { forbidden, notFound } from '#lib/domain/errors.ts'
import type { Image } from '#lib/domain/image.ts'
import type { ImageLayer } from '#lib/domain/repository.ts'
import { isAdministrator, isOwnedBy } from '#lib/domain/rights.ts'
import type { Upload } from '#lib/domain/upload.ts'

/**
 * What holds whatever the policy's rules say: only administrators create images for others or give one away, a
 * protected image stays, only shared ones have members, an upload belongs to the project that began it. Who may change
 * an image is the policy's question, what can be *seen* the database's.
 */
export function authLayer(): ImageLayer {
  return (inner) => ({
    ...inner,
    async add(ctx, image) {
      if (!isAdministrator(ctx) && !isOwnedBy(image, ctx)) {
        throw forbidden(`Only an administrator creates images for another project: leave owner out.`)
      }
      return inner.add(ctx, image)
    },
    async save(ctx, change) {
      if (change.after.owner !== change.before.owner && !isAdministrator(ctx)) {
        throw forbidden(`Only an administrator changes the owner of an image.`)
      }
      return inner.save(ctx, change)
    },
    async remove(ctx, image) {
      if (image.isProtected) {
        throw forbidden(`Image ${image.id} is protected and cannot be deleted: set protected to false first.`)
      }
      return inner.remove(ctx, image)
    },
    async listMembers(ctx, image) {
      assertShared(image)
      return inner.listMembers(ctx, image)
    },
    async getMember(ctx, image, memberId) {
      // A single member that may not be asked for looks like none.
      if (image.visibility !== 'shared') throw notFound('member', memberId)
      return inner.getMember(ctx, image, memberId)
    },
    async addMember(ctx, image, memberId) {
      assertShared(image)
      return inner.addMember(ctx, image, memberId)
    },
    async setMemberStatus(ctx, image, memberId, status) {
      assertShared(image)
      return inner.setMemberStatus(ctx, image, memberId, status)
    },
    async removeMember(ctx, image, memberId) {
      assertShared(image)
      return inner.removeMember(ctx, image, memberId)
    },
    async openData(ctx, image, range, signal) {
      assertReadable(ctx, image)
      return inner.openData(ctx, image, range, signal)
    },
    async signData(ctx, image) {
      assertReadable(ctx, image)
      return inner.signData(ctx, image)
    },
    async receiveData(ctx, upload, receive) {
      assertOwnUpload(ctx, upload)
      return inner.receiveData(ctx, upload, receive)
    },
    async finishUpload(ctx, upload) {
      assertOwnUpload(ctx, upload)
      return inner.finishUpload(ctx, upload)
    },
    async abortUpload(ctx, upload) {
      assertOwnUpload(ctx, upload)
      return inner.abortUpload(ctx, upload)
    },
  })
}

/** For everybody, administrators too: other images have no members. */
function assertShared(image: Image): void {
  if (image.visibility === 'shared') return
  throw forbidden(
    `Only shared images have members; image ${image.id} is ${image.visibility}. Set its visibility to shared.`,
  )
}

function assertOwnUpload(ctx: Context, upload: Upload): void {
  if (isAdministrator(ctx) || (upload.projectId !== null && upload.projectId === ctx.projectId)) return
  throw forbidden(`This upload belongs to another project.`)
}

function assertReadable(ctx: Context, image: Image): void {
  if (image.status !== 'deactivated' || isAdministrator(ctx)) return
  throw forbidden(`Image ${image.id} is deactivated: only an administrator can download it.`)
}
