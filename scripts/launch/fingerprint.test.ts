import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { compareWith, digestOf, listFiles, statsOf } from './fingerprint.ts'

let root: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'vitrine-fingerprint-'))
  mkdirSync(join(root, 'app', 'login'), { recursive: true })
  write('app/page.tsx', 'one')
  write('app/login/page.tsx', 'two')
  write('next.config.js', 'three')
})

afterEach(() => rmSync(root, { recursive: true, force: true }))

function write(path: string, text: string): void {
  writeFileSync(join(root, path), text)
}

function look() {
  const files = listFiles(root, ['app', 'public', 'next.config.js'])
  return { files, stats: statsOf(root, files), digest: digestOf(root, files) }
}

describe('the fingerprint of the build inputs', () => {
  it('covers every file below the named folders, and lets an absent one be absent', () => {
    expect(look().files).toEqual(['app/login/page.tsx', 'app/page.tsx', 'next.config.js'])
  })

  it('leaves out tests and hidden files, which no page is made of', () => {
    write('app/page.test.tsx', 'test')
    write('app/.swp', 'editor')
    expect(look().files).toEqual(['app/login/page.tsx', 'app/page.tsx', 'next.config.js'])
  })

  it('is unchanged when nothing happened, and then reads no contents', () => {
    const known = look()
    const read = () => {
      throw new Error('contents were read')
    }
    expect(compareWith(known, look().stats, read)).toBe('unchanged')
  })

  it('is only touched when a fresh clone or a copy gave the files other times', () => {
    const known = look()
    utimesSync(join(root, 'app/page.tsx'), 1, 1)
    const now = look()
    expect(compareWith(known, now.stats, () => now.digest)).toBe('touched')
  })

  it('is changed by another content of the same length', () => {
    const known = look()
    write('app/page.tsx', 'eno')
    utimesSync(join(root, 'app/page.tsx'), 2, 2)
    const now = look()
    expect(compareWith(known, now.stats, () => now.digest)).toBe('changed')
  })

  it('is changed by a new file and by a renamed one', () => {
    const known = look()
    write('app/new.tsx', '')
    expect(look().digest).not.toBe(known.digest)
    rmSync(join(root, 'app/new.tsx'))
    expect(look().digest).toBe(known.digest)
  })

  it('is changed where there was none before', () => {
    expect(compareWith(undefined, look().stats, () => look().digest)).toBe('changed')
  })
})
