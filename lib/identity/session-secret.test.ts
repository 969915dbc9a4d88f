import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { loadConfig } from '../config.ts'
import { loadSessionSecret } from './session-secret.ts'

async function aConfig(env: Record<string, string> = {}) {
  const dataDir = await mkdtemp(join(tmpdir(), 'vitrine-secret-'))
  onTestFinished(() => rm(dataDir, { recursive: true }))
  return loadConfig({ VITRINE_DATA_DIR: dataDir, ...env })
}

it('makes a secret once, for the eyes of the service alone', async () => {
  const config = await aConfig()
  const secret = await loadSessionSecret(config)
  expect(secret).toMatch(/^[\w-]{43}$/)
  expect(await loadSessionSecret(config)).toBe(secret)
  expect((await stat(join(config.dataDir, 'secret'))).mode & 0o777).toBe(0o600)
})

it('is the same for all who start at once, and leaves nothing else behind', async () => {
  const config = await aConfig()
  const secrets = await Promise.all(Array.from({ length: 8 }, () => loadSessionSecret(config)))
  expect(new Set(secrets).size).toBe(1)
  expect(await readdir(config.dataDir)).toEqual(['secret'])
})

it('is the one of the settings if there is one, without a file', async () => {
  const config = await aConfig({ VITRINE_SECRET: 'a secret for all the nodes' })
  expect(await loadSessionSecret(config)).toBe('a secret for all the nodes')
  expect(await readdir(config.dataDir)).toEqual([])
})
