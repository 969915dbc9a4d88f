import { Hono } from 'hono'
import type { ApiEnv } from '../api-env.ts'
import { noBody } from '../bodies.ts'
import { requireToken } from '../require-token.ts'
import * as images from './images.ts'
import * as members from './members.ts'

/** Version 1 of the Image API for clients that have no other: a translation, onto the same images. */
export function createV1(): Hono<ApiEnv> {
  const v1 = new Hono<ApiEnv>()
  v1.use('/v1/*', requireToken)
  v1.get('/v1/images', noBody, images.listBrief)
  v1.get('/v1/images/detail', noBody, images.listWhole)
  v1.post('/v1/images', images.createImage)
  // Hono dispatches HEAD as GET.
  v1.get('/v1/images/:imageId', noBody, images.showImage)
  v1.put('/v1/images/:imageId', images.updateImage)
  v1.delete('/v1/images/:imageId', noBody, images.deleteImage)
  v1.get('/v1/images/:imageId/members', noBody, members.listMembers)
  v1.put('/v1/images/:imageId/members', members.replaceMembers)
  v1.get('/v1/images/:imageId/members/:memberId', noBody, members.showMember)
  v1.put('/v1/images/:imageId/members/:memberId', members.addMember)
  v1.delete('/v1/images/:imageId/members/:memberId', noBody, members.removeMember)
  v1.get('/v1/shared-images/:memberId', noBody, members.listShared)
  return v1
}
