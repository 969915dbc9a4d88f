import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Reload } from './followed-file.ts'
import { printRule } from './language/rule-tree.ts'
import { openPolicySource, type PolicySource } from './policy-file.ts'

let folder: string
let path: string
const opened: PolicySource[] = []
const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() }

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-policy-'))
  path = join(folder, 'policy.yaml')
  vi.clearAllMocks()
})

afterEach(async () => {
  for (const source of opened.splice(0)) source.close()
  await rm(folder, { recursive: true })
})

async function open(text: string, onReload?: (result: Reload) => void): Promise<PolicySource> {
  await writeFile(path, text)
  const source = await openPolicySource({ path, log, ...(onReload === undefined ? {} : { onReload }) })
  opened.push(source)
  return source
}

const ruleOf = (source: PolicySource, name: string) =>
  printRule(source.current().rules.get(name) ?? { kind: 'never' })

describe('at the start', () => {
  test('a file that is right counts', async () => {
    expect(ruleOf(await open('add_image: "role:creator"'), 'add_image')).toBe('role:creator')
  })

  test('a file that is wrong stops the start and names every problem', async () => {
    const start = open('add_image: "role:a role:b"\ndelete_image:\nget_image: "nonsense"\n')
    await expect(start).rejects.toThrow(
      /policy\.yaml is refused:\n {2}line 2: .*\n {2}line 1: add_image, column 8: .*\n {2}line 3: get_image, column 1: /,
    )
  })

  test('a file that is not there stops the start', async () => {
    await expect(openPolicySource({ path: join(folder, 'other.yaml'), log })).rejects.toThrow(
      /cannot be read/,
    )
  })

  test('deprecated names are told to the operator', async () => {
    await open('manage_image_cache: "role:cacher"')
    expect(log.warn).toHaveBeenCalledWith(
      { file: path },
      expect.stringMatching(/manage_image_cache is deprecated/),
    )
  })
})

describe('when the file changes', () => {
  test('the new version holds', async () => {
    const source = await open('add_image: "role:old"')
    await writeFile(path, 'add_image: "role:new_one"')
    expect(await source.reload()).toBe('loaded')
    expect(ruleOf(source, 'add_image')).toBe('role:new_one')
    expect(await source.reload()).toBe('unchanged')
  })

  test('a version that is wrong is logged as an error, and the old one goes on to hold', async () => {
    const source = await open('add_image: "role:old"')
    await writeFile(path, 'add_image: "role:new or"')
    expect(await source.reload()).toBe('refused')
    expect(ruleOf(source, 'add_image')).toBe('role:old')
    expect(log.error).toHaveBeenCalledOnce()
  })

  test('a file that disappears is the same', async () => {
    const source = await open('add_image: "role:old"')
    await rm(path)
    expect(await source.reload()).toBe('refused')
    expect(ruleOf(source, 'add_image')).toBe('role:old')
  })

  test('nobody has to ask: the folder is watched, also when a new file takes the old one’s place', async () => {
    const { promise, resolve } = Promise.withResolvers<Reload>()
    const source = await open('add_image: "role:old"', (result) => {
      if (result !== 'unchanged') resolve(result)
    })
    await writeFile(join(folder, 'policy.yaml.new'), 'add_image: "role:new_one"')
    await rename(join(folder, 'policy.yaml.new'), path)
    expect(await promise).toBe('loaded')
    expect(ruleOf(source, 'add_image')).toBe('role:new_one')
  })
})
