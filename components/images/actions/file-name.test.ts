import { describe, expect, it } from 'vitest'
import { fileNameOf } from './file-name.ts'

const image = {
  id: '11111111-2222-3333-4444-555555555555',
  name: 'debian 13',
  diskFormat: 'qcow2',
  containerFormat: 'bare',
}

describe('fileNameOf', () => {
  it('is the name with the ending of the format', () => {
    expect(fileNameOf(image)).toBe('debian 13.qcow2')
  })

  it('does not repeat an ending that the name has already', () => {
    expect(fileNameOf({ ...image, name: 'Debian.QCOW2' })).toBe('Debian.QCOW2')
  })

  it('is the id where there is no usable name', () => {
    expect(fileNameOf({ ...image, name: null })).toBe(`${image.id}.qcow2`)
    expect(fileNameOf({ ...image, name: ' ../ ' })).toBe(`${image.id}.qcow2`)
  })

  it('cannot leave the folder or hide its ending', () => {
    expect(fileNameOf({ ...image, name: '../../etc/passwd' })).toBe('etc-passwd.qcow2')
    expect(fileNameOf({ ...image, name: 'a\u202Efdp' })).toBe('a-fdp.qcow2')
  })

  it('calls an appliance by its container', () => {
    expect(fileNameOf({ ...image, diskFormat: 'vmdk', containerFormat: 'ova' })).toBe('debian 13.ova')
  })
})
