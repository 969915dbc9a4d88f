import { describe, expect, it } from 'vitest'
import { commandsOf, commandsOfAll, type ImageDeed } from './action-commands.ts'
import type { ImageDraft } from './image-patch.ts'

const before: ImageDraft = {
  name: 'old',
  visibility: 'private',
  isProtected: false,
  isHidden: false,
  minDiskGb: 0,
  minRamMb: 0,
  diskFormat: 'raw',
  containerFormat: 'bare',
  tags: ['gone'],
  properties: { hw_disk_bus: 'ide', description: 'x' },
}
const textsOf = (deed: ImageDeed) => commandsOf(deed, 'ID', 'https://images.example').map(({ text }) => text)

describe('the same by hand', () => {
  it('sets and takes away what an edit does, and nothing else', () => {
    const after: ImageDraft = {
      ...before,
      name: "Anna's image",
      visibility: 'community',
      isProtected: true,
      tags: ['lts'],
      properties: { hw_disk_bus: 'virtio' },
    }
    const [set, unset, request, code] = textsOf({ kind: 'edit', before, after })
    expect(set).toBe(
      "openstack image set --name 'Anna'\\''s image' --community --protected --property hw_disk_bus=virtio --tag lts ID",
    )
    expect(unset).toBe('openstack image unset --property description --tag gone ID')
    expect(request).toContain('{"op":"replace","path":"/visibility","value":"community"}')
    expect(request).toMatch(/https:\/\/images\.example\/v2\/images\/ID$/)
    expect(code).toContain('  name             = "Anna\'s image"')
    expect(code).toContain('    "hw_disk_bus" = "virtio"')
  })

  it('is the plain action where nobody says why, and our own with a reason', () => {
    expect(textsOf({ kind: 'deactivate', note: null })[0]).toBe('openstack image set --deactivate ID')
    const note = { reason: 'a hole; $(reboot)', ticket: null, untilMs: null }
    expect(textsOf({ kind: 'deactivate', note })).toEqual([
      expect.stringContaining(`-d '{"reason":"a hole; $(reboot)"}' https://images.example/v2/vitrine/`),
    ])
  })

  it('shares as a command, a request and code', () => {
    const [command, , code] = textsOf({ kind: 'share', projectId: 'p1' })
    expect(command).toBe('openstack image add project ID p1')
    expect(code).toContain('member_id = "p1"')
  })

  it('goes through several images, each in its turn', () => {
    const deed: ImageDeed = { kind: 'share', projectId: 'p1' }
    const [command, request, code] = commandsOfAll(deed, ['a', 'b'], 'https://images.example').map(
      ({ text }) => text,
    )
    expect(command).toBe('for image in a \\\n  b\ndo\n  openstack image add project "$image" p1\ndone')
    expect(request).toMatch(/ https:\/\/images\.example\/v2\/images\/"\$image"\/members\ndone$/)
    expect(code).toContain('  for_each = toset([\n    "a",\n    "b",\n  ])\n  image_id  = each.value\n')
    expect(commandsOfAll(deed, ['a'], 'https://images.example')).toEqual(
      commandsOf(deed, 'a', 'https://images.example'),
    )
  })

  it('writes texts for Terraform that put nothing in', () => {
    const dollar = '$'
    const name = `a ${dollar}{file("/etc/passwd")} %{ if true }`
    const code = textsOf({ kind: 'edit', before, after: { ...before, name } }).at(-1)
    expect(code).toContain(`"a ${dollar}${dollar}{file(\\"/etc/passwd\\")} %%{ if true }"`)
  })

  it('never holds a token', () => {
    const all = textsOf({ kind: 'delete' }).concat(textsOf({ kind: 'owner', projectId: 'p' }))
    for (const text of all.filter((each) => each.startsWith('curl')))
      expect(text).toContain('$(openstack token issue')
  })
})
