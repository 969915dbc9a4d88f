import { expect, it } from 'vitest'
import { settingsPage } from './settings-page.ts'

function rowsOf(page: string): string[] {
  return page.split('\n').filter((line) => line.startsWith('| `'))
}

it('gives each setting a row with its default, its values and its meaning', () => {
  const page = settingsPage(
    {
      PORT: { type: 'integer', minimum: 0, maximum: 65535, description: 'Port.' },
      LEVEL: { type: 'string', enum: ['info', 'warn'], description: 'Level.' },
      SECONDS: {
        type: 'integer',
        exclusiveMinimum: 0,
        maximum: Number.MAX_SAFE_INTEGER,
        description: 'Time.',
      },
      KEY: { type: 'string', minLength: 16, description: 'Key.' },
    },
    { PORT: 3000, LEVEL: 'info', SECONDS: 60 },
  )
  expect(rowsOf(page)).toEqual([
    '| `PORT` | `3000` | 0 to 65535 | Port. |',
    '| `LEVEL` | `info` | `info`, `warn` | Level. |',
    '| `SECONDS` | `60` | number, 1 or more | Time. |',
    '| `KEY` |  | at least 16 characters | Key. |',
  ])
})

it('keeps a bar in a description from ending the cell', () => {
  expect(rowsOf(settingsPage({ A: { description: 'a|b' } }, {}))).toEqual(['| `A` |  | text | a\\|b |'])
})

it('has no default where it is an empty list or record', () => {
  const page = settingsPage(
    { LIST: {}, PAIRS: {}, FULL: {} },
    { LIST: [], PAIRS: {}, FULL: { key: 'value' } },
  )
  expect(rowsOf(page)).toEqual([
    '| `LIST` |  | text |  |',
    '| `PAIRS` |  | text |  |',
    '| `FULL` | `key:value` | text |  |',
  ])
})
