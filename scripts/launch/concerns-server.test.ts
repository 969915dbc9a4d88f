import { expect, it } from 'vitest'
import { concernsServer } from './concerns-server.ts'

it('starts the server again for what it is made of', () => {
  expect(['domain/image.ts', 'api/app.ts', 'db/migrations/0001-images.ts'].every(concernsServer)).toBe(true)
})

it('leaves it running for tests, for browser code and for what an editor leaves behind', () => {
  expect(
    ['domain/image.test.ts', 'client/images.ts', 'api/app.ts~', 'api/.app.ts.swp'].some(concernsServer),
  ).toBe(false)
})
