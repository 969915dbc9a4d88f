import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { ConfigError } from '#lib/config.ts'
import { listen } from './listen.ts'

test('a port that somebody else uses is named, as a wrong setting is', async () => {
  const other = createServer()
  onTestFinished(() => void other.close())
  await listen(other, { HOST: '127.0.0.1', PORT: 0 })
  const { port } = other.address() as AddressInfo

  const refusal = await listen(createServer(), { HOST: '127.0.0.1', PORT: port }).catch(
    (error: unknown) => error,
  )

  expect(refusal).toBeInstanceOf(ConfigError)
  expect(String(refusal)).toContain(`PORT: cannot listen on 127.0.0.1:${port} (listen EADDRINUSE`)
})
