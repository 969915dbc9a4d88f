import { describe, expect, it } from 'vitest'
import { firstLines, npmCommand, npmEnvironment } from './npm.mjs'

describe('npmCommand', () => {
  it('takes the npm that started us, run by the present Node', () => {
    expect(npmCommand({ NODE_ENV: 'test', npm_execpath: '/opt/npm/bin/npm-cli.js' })).toEqual({
      file: process.execPath,
      args: ['/opt/npm/bin/npm-cli.js'],
      shell: false,
    })
  })

  it('takes the npm on PATH when another package manager started us', () => {
    const env = { NODE_ENV: 'test', npm_execpath: '/opt/pnpm/bin/pnpm.cjs' } as const
    expect(npmCommand(env, 'linux')).toEqual({ file: 'npm', args: [], shell: false })
  })

  it('asks a shell for npm on Windows, where it is a script', () => {
    expect(npmCommand({ NODE_ENV: 'test' }, 'win32').shell).toBe(true)
  })
})

describe('npmEnvironment', () => {
  it('moves the cache into the project when the home folder cannot hold one', () => {
    expect(npmEnvironment({ NODE_ENV: 'test' }, '/project', false)).toMatchObject({
      npm_config_cache: '/project/.runtime/npm-cache',
    })
  })

  it('leaves the cache where it is when the home folder can hold it or somebody chose a place', () => {
    expect(npmEnvironment({ NODE_ENV: 'test' }, '/project', true)).not.toHaveProperty('npm_config_cache')
    const chosen = { NODE_ENV: 'test', npm_config_cache: '/cache' } as const
    expect(npmEnvironment(chosen, '/project', false)).toMatchObject({ npm_config_cache: '/cache' })
  })
})

describe('firstLines', () => {
  it('gives the reason without prefixes, warnings and the long rest', () => {
    const words = [
      'npm warn config something',
      'npm error code E404',
      'npm error',
      'npm error 404 Not Found',
      'npm error a',
      'npm error b',
      'npm error c',
    ].join('\n')
    expect(
      firstLines(words)
        .split('\n')
        .map((line) => line.trim()),
    ).toEqual(['code E404', '404 Not Found', 'a', 'b'])
  })

  it('says so when npm said nothing', () => {
    expect(firstLines('\n')).toBe('npm gave no reason')
  })
})
