import { describe, expect, it } from 'vitest'
import { wordsOf } from '#tests/support/words.ts'
import { latestCommands } from './family-commands.ts'

const textOf = (name: string, tool: string) =>
  latestCommands({ owner: 'p1', name }, 'https://cloud.example', wordsOf('families'))
    .filter((sheet) => sheet.tool === tool)
    .flatMap(({ commands }) => commands.map(({ text }) => text))
    .join('\n')

describe('commands for the latest of a family', () => {
  it('name the owner, so that nobody else’s image can come in its place', () => {
    expect(textOf('ubuntu', 'curl')).toContain('/v2/vitrine/families/p1/ubuntu/latest')
    expect(textOf('ubuntu', 'openstack')).toContain('--project p1')
    expect(textOf('ubuntu', 'terraform')).toContain('owner       = "p1"')
  })

  it('take a name as text, whatever is in it', () => {
    const name = `it's "$\{HOME}" %{x}`
    expect(textOf(name, 'openstack')).toContain(`'image_family=it'\\''s "$\{HOME}" %{x}'`)
    expect(textOf(name, 'terraform')).toContain(`image_family = "it's \\"$$\{HOME}\\" %%{x}"`)
    expect(textOf('a/b', 'curl')).toContain('/p1/a%2Fb/latest')
  })
})
