import type { Context } from '#lib/domain/context.ts'
import { forbidden, isDomainError, notFound } from '#lib/domain/errors.ts'
import type { Image, ImageChange } from '#lib/domain/image.ts'
import { type Policy, type PolicyRule, type PolicyTarget, seenBy } from '#lib/domain/policy.ts'
import type { ImageLayer, ImageRepository } from '#lib/domain/repository.ts'
import type { Upload } from '#lib/domain/upload.ts'

/** Asks one rule per verb. Refused is `forbidden`, but an image that may not be read is `not_found`. */
export function policyLayer(policy: Policy): ImageLayer {
  const assertMay = (rule: PolicyRule, ctx: Context, target: PolicyTarget): void => {
    const verdict = policy.check(rule, ctx, target)
    if (!verdict.allowed) throw forbidden(verdict.reason)
  }
  const isReadable = (ctx: Context, image: Image): boolean =>
    policy.check('get_image', ctx, seenBy(ctx, image)).allowed

  return (inner) => ({
    ...inner,
    async list(ctx, query) {
      assertMay('get_images', ctx, ownProject(ctx))
      const page = await inner.list(ctx, query)
      return { ...page, items: page.items.filter((image) => isReadable(ctx, image)) }
    },
    async total(ctx, query) {
      assertMay('get_images', ctx, ownProject(ctx))
      return inner.total(ctx, query)
    },
    async owners(ctx, query) {
      assertMay('get_images', ctx, ownProject(ctx))
      return inner.owners(ctx, query)
    },
    async get(ctx, imageId) {
      const image = await inner.get(ctx, imageId)
      if (!isReadable(ctx, image)) throw notFound('image', imageId)
      return image
    },
    async add(ctx, image) {
      assertMay('add_image', ctx, { image })
      const rule = visibilityRule(image)
      if (rule !== null) assertMay(rule, ctx, { image })
      return inner.add(ctx, image)
    },
    async save(ctx, change) {
      for (const rule of rulesOfChange(change)) assertMay(rule, ctx, { image: change.before })
      return inner.save(ctx, change)
    },
    async remove(ctx, image) {
      assertMay('delete_image', ctx, { image })
      return inner.remove(ctx, image)
    },
    async listMembers(ctx, image) {
      assertMay('get_members', ctx, seenBy(ctx, image))
      return inner.listMembers(ctx, image)
    },
    async getMember(ctx, image, memberId) {
      if (!policy.check('get_member', ctx, seenBy(ctx, image)).allowed) throw notFound('member', memberId)
      return inner.getMember(ctx, image, memberId)
    },
    async addMember(ctx, image, memberId) {
      assertMay('add_member', ctx, { image, memberId })
      return inner.addMember(ctx, image, memberId)
    },
    async setMemberStatus(ctx, image, memberId, status) {
      assertMay('modify_member', ctx, { image, memberId })
      return inner.setMemberStatus(ctx, image, memberId, status)
    },
    async removeMember(ctx, image, memberId) {
      assertMay('delete_member', ctx, { image, memberId })
      return inner.removeMember(ctx, image, memberId)
    },
    ...downloads(inner, (ctx, image) => assertMay('download_image', ctx, seenBy(ctx, image))),
    ...wayInVerbs(inner, assertMay),
  })
}

type AssertMay = (rule: PolicyRule, ctx: Context, target: PolicyTarget) => void
type WayIn = 'startUpload' | 'receiveData' | 'finishUpload' | 'abortUpload' | 'startImport'

/** The verbs by which data comes in. */
function wayInVerbs(inner: ImageRepository, assertMay: AssertMay): Pick<ImageRepository, WayIn> {
  /** The right to upload can end while data comes in. An image that is gone is for the inner layers to report. */
  const assertUpload = async (ctx: Context, upload: Upload): Promise<void> => {
    const image = await findImage(inner, ctx, upload.imageId)
    if (image !== null) assertMay(uploadRule(upload), ctx, seenBy(ctx, image))
  }
  return {
    async startUpload(ctx, image, request) {
      assertMay(uploadRule(request), ctx, { image })
      return inner.startUpload(ctx, image, request)
    },
    async receiveData(ctx, upload, receive) {
      await assertUpload(ctx, upload)
      return inner.receiveData(ctx, upload, receive)
    },
    async finishUpload(ctx, upload) {
      await assertUpload(ctx, upload)
      return inner.finishUpload(ctx, upload)
    },
    async abortUpload(ctx, upload) {
      await assertUpload(ctx, upload)
      return inner.abortUpload(ctx, upload)
    },
    async startImport(ctx, image, request) {
      assertMay(request.method === 'copy-image' ? 'copy_image' : 'modify_image', ctx, { image })
      return inner.startImport(ctx, image, request)
    },
  }
}

function downloads(
  inner: ImageRepository,
  assertMayDownload: (ctx: Context, image: Image) => void,
): Pick<ImageRepository, 'openData' | 'signData'> {
  return {
    async openData(ctx, image, range, signal) {
      assertMayDownload(ctx, image)
      return inner.openData(ctx, image, range, signal)
    },
    async signData(ctx, image) {
      assertMayDownload(ctx, image)
      return inner.signData(ctx, image)
    },
  }
}

function ownProject(ctx: Context): PolicyTarget {
  return { image: { owner: ctx.projectId, visibility: 'private' } }
}

async function findImage(inner: ImageRepository, ctx: Context, imageId: string): Promise<Image | null> {
  try {
    return await inner.get(ctx, imageId)
  } catch (error) {
    if (isDomainError(error, 'not_found')) return null
    throw error
  }
}

/** Data that is staged becomes nothing yet. */
function uploadRule({ kind }: Pick<Upload, 'kind'>): PolicyRule {
  return kind === 'stage' ? 'modify_image' : 'upload_image'
}

function visibilityRule(image: Image): PolicyRule | null {
  if (image.visibility === 'public') return 'publicize_image'
  return image.visibility === 'community' ? 'communitize_image' : null
}

function rulesOfChange({ before, after, note }: ImageChange): readonly PolicyRule[] {
  if (note !== undefined) return ['deactivate']
  if (before.status !== after.status && after.status === 'deactivated') return ['deactivate']
  if (before.status === 'pending_delete') return ['delete_image']
  if (before.status === 'deactivated' && after.status === 'active') return ['reactivate']
  const visibility = before.visibility === after.visibility ? null : visibilityRule(after)
  const places = rulesOfPlaces({ before, after })
  if (isOnlyData({ before, after })) return places.length === 0 ? ['modify_image'] : places
  return ['modify_image', ...(visibility === null ? [] : [visibility]), ...places]
}

/** What says where and what the data is, unlike what people say of the image. */
const DATA_FACTS: readonly string[] = [
  'locations',
  'status',
  'sizeBytes',
  'virtualSizeBytes',
  'checksum',
  'hashAlgo',
  'hashValue',
] satisfies (keyof Image)[]

function isOnlyData({ before, after }: ImageChange): boolean {
  const old: Readonly<Record<string, unknown>> = { ...before }
  return Object.entries(after).every(([name, value]) => value === old[name] || DATA_FACTS.includes(name))
}

/** Where the data lies has rules of its own. */
function rulesOfPlaces({ before, after }: ImageChange): readonly PolicyRule[] {
  const had = new Set(before.locations.map(({ url }) => url))
  const has = new Set(after.locations.map(({ url }) => url))
  const rules: PolicyRule[] = []
  if ([...has].some((url) => !had.has(url))) rules.push('set_image_location')
  if ([...had].some((url) => !has.has(url))) rules.push('delete_image_location')
  return rules
}
