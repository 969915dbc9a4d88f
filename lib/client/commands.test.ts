import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { shellWord } from './commands.ts'

describe('a word for the shell', () => {
  it.each(['plain.qcow2', 'two words', "it's", '$(reboot)', '`id`', '-rf', 'a;b', 'ü & "x"', '!!'])(
    'keeps %j one word that no shell acts on',
    (text) => {
      const word = shellWord(text)
      const given = execFileSync('sh', ['-c', `printf '%s|' ${word}`], { encoding: 'utf8' })
      expect([`${text}|`, `./${text}|`]).toContain(given)
      expect(given.startsWith('-')).toBe(false)
    },
  )
})
