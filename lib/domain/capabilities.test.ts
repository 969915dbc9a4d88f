import { describe, expect, it } from 'vitest'
import { imageCan, type Subject } from './capabilities.ts'
import type { Asker } from './rights.ts'
import type { Verdict } from './verdict.ts'

const ADMIN: Asker = { projectId: 'elsewhere', roles: ['admin', 'member', 'reader'] }
const MEMBER: Asker = { projectId: 'red', roles: ['member', 'reader'] }
const READER: Asker = { projectId: 'red', roles: ['reader'] }
const STRANGER: Asker = { projectId: 'green', roles: ['member', 'reader'] }
const UNSCOPED: Asker = { projectId: null, roles: [] }

const anImage = (facts: Partial<Subject> = {}): Subject => ({
  status: 'active',
  visibility: 'shared',
  owner: 'red',
  isProtected: false,
  ...facts,
})

type Verb = (image: Subject, asker: Asker) => Verdict
const manageVerbs: Record<string, [Verb, Partial<Subject>]> = {
  edit: [imageCan.edit, {}],
  changeFormats: [imageCan.changeFormats, { status: 'queued' }],
  delete: [imageCan.delete, {}],
  upload: [imageCan.upload, { status: 'queued' }],
  deactivate: [imageCan.deactivate, {}],
  reactivate: [imageCan.reactivate, { status: 'deactivated' }],
  protect: [imageCan.protect, {}],
  share: [imageCan.share, {}],
  addMember: [imageCan.addMember, {}],
  removeMember: [imageCan.removeMember, {}],
  'make community': [(image, asker) => imageCan.setVisibility(image, asker, 'community'), {}],
  'make private': [(image, asker) => imageCan.setVisibility(image, asker, 'private'), {}],
}

describe('what belongs to members of the owner and administrators', () => {
  it.each(Object.entries(manageVerbs))('%s', (_name, [can, facts]) => {
    const image = anImage(facts)
    expect([ADMIN, MEMBER, READER, STRANGER, UNSCOPED].map((asker) => can(image, asker).allowed)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ])
  })

  it.each(Object.entries(manageVerbs))(
    '%s of an image without an owner is for administrators',
    (_name, [can, facts]) => {
      const image = anImage({ ...facts, owner: null })
      expect([ADMIN, MEMBER, UNSCOPED].map((asker) => can(image, asker).allowed)).toEqual([
        true,
        false,
        false,
      ])
    },
  )
})

describe('what is for administrators', () => {
  it.each([
    ['publishing', (image: Subject, asker: Asker) => imageCan.setVisibility(image, asker, 'public')],
    ['changing the owner', imageCan.changeOwner],
  ])('%s', (_name, can) => {
    expect([ADMIN, MEMBER, STRANGER].map((asker) => can(anImage(), asker).allowed)).toEqual([
      true,
      false,
      false,
    ])
  })
})

describe('what the state of the image forbids', () => {
  it.each<[string, Verdict, string]>([
    ['a second upload', imageCan.upload(anImage(), ADMIN), 'this one is active'],
    ['other formats with data', imageCan.changeFormats(anImage(), ADMIN), 'this one is active'],
    [
      'deleting what is protected',
      imageCan.delete(anImage({ isProtected: true }), ADMIN),
      'take the protection off',
    ],
    [
      'downloading nothing',
      imageCan.download(anImage({ status: 'saving' }), MEMBER),
      'no data yet; it is saving',
    ],
    [
      'downloading what is deactivated',
      imageCan.download(anImage({ status: 'deactivated' }), MEMBER),
      'only an administrator',
    ],
    [
      'deactivating twice',
      imageCan.deactivate(anImage({ status: 'deactivated' }), MEMBER),
      'this one is deactivated',
    ],
    ['reactivating the active', imageCan.reactivate(anImage(), MEMBER), 'this one is active'],
    [
      'members of private images',
      imageCan.addMember(anImage({ visibility: 'private' }), MEMBER),
      'this one is private',
    ],
  ])('%s, with the reason', (_what, verdict, reason) => {
    expect(verdict).toEqual({ allowed: false, reason: expect.stringContaining(reason) })
  })

  it('does not keep administrators from the data of a deactivated image', () => {
    expect(imageCan.download(anImage({ status: 'deactivated' }), ADMIN).allowed).toBe(true)
  })
})

describe('downloading', () => {
  it('is for members of any project that sees the image, not for readers', () => {
    expect(
      [MEMBER, STRANGER, READER, UNSCOPED].map((asker) => imageCan.download(anImage(), asker).allowed),
    ).toEqual([true, true, false, false])
  })
})

describe('answering a share', () => {
  it('is for the project itself, not for the owner', () => {
    const image = anImage()
    expect(imageCan.answerShare(image, STRANGER, 'green').allowed).toBe(true)
    expect(imageCan.acceptShare(image, STRANGER).allowed).toBe(true)
    expect(imageCan.answerShare(image, MEMBER, 'green').allowed).toBe(false)
    expect(imageCan.answerShare(image, ADMIN, 'green').allowed).toBe(true)
    expect(imageCan.acceptShare(image, UNSCOPED).allowed).toBe(false)
  })
})

describe('creating', () => {
  it('needs a project and the role member', () => {
    expect([ADMIN, MEMBER, READER, UNSCOPED].map((asker) => imageCan.create(asker).allowed)).toEqual([
      true,
      true,
      false,
      false,
    ])
  })
})
