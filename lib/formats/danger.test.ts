import { describe, expect, test } from 'vitest'
import {
  blank,
  change,
  concat,
  dynamicVhd,
  fixedVhd,
  inspectBytes,
  iso,
  put,
  qcow2,
  sealVhdx,
  VHDX,
  vdi,
  vhdFooter,
  vhdx,
  vmdk,
  writeItem,
  writeMbr,
  writeRegions,
} from '#tests/formats/samples.ts'
import type { Finding } from './types.ts'
import { judge } from './verdict.ts'

const MIB = 1024 * 1024
const HEAD = '# Disk DescriptorFile\nversion=1\n'
const TYPE = 'createType="monolithicSparse"\n'

/** A text descriptor as a whole file. */
function textVmdk(text: string): Uint8Array {
  const { bytes } = blank(text.length)
  put(bytes, 0, text)
  return bytes
}

const embedded = (descriptor: string) => vmdk({ descriptor })

/** Two region tables, both intact, that name different metadata: readers may choose either. */
function twoFacedVhdx(): Uint8Array {
  return change(vhdx(), (_, bytes) => writeRegions(bytes, VHDX.secondRegions, 2 * MIB))
}

function vhdxWithPendingLog(): Uint8Array {
  return change(vhdx(), (view, bytes) => {
    view.setUint8(VHDX.header + 48, 1)
    sealVhdx(bytes, VHDX.header, 4096)
  })
}

const CASES: readonly (readonly [title: string, bytes: Uint8Array, code: string])[] = [
  ['qcow2 with a backing file', change(qcow2(), (v) => v.setBigUint64(8, 200n)), 'qcow2-backing-file'],
  [
    'qcow2 of 24 bytes with a backing file',
    change(qcow2(2), (v) => v.setBigUint64(8, 20n)).slice(0, 24),
    'qcow2-backing-file',
  ],
  [
    'qcow2 whose backing file name lies behind the end',
    change(qcow2(), (v) => v.setBigUint64(8, 2n ** 63n)),
    'qcow2-backing-file',
  ],
  ['qcow2 with a data file', change(qcow2(), (v) => v.setBigUint64(72, 4n)), 'qcow2-data-file'],
  [
    'qcow2 with the name of a data file',
    change(qcow2(), (v) => v.setUint32(104, 0x44415441)),
    'qcow2-data-file',
  ],
  [
    'qcow2 with an unknown feature',
    change(qcow2(), (v) => v.setBigUint64(72, 1n << 40n)),
    'qcow2-unknown-features',
  ],
  [
    'qcow2 with an unknown encryption',
    change(qcow2(), (v) => v.setUint32(32, 3)),
    'qcow2-unknown-encryption',
  ],
  [
    'qcow2 with an unknown compression',
    change(qcow2(), (v) => {
      v.setUint32(100, 112)
      v.setUint8(104, 9)
    }),
    'qcow2-unknown-compression',
  ],
  ['qcow2 of version 4', qcow2(4), 'qcow2-unknown-version'],
  ['qcow2 of version 1', qcow2(1), 'qcow2-unknown-version'],
  ['qcow2 with impossible clusters', change(qcow2(), (v) => v.setUint32(20, 63)), 'qcow2-invalid-header'],
  ['qcow2 of 2^63 bytes', change(qcow2(), (v) => v.setBigUint64(24, 2n ** 63n)), 'absurd-virtual-size'],
  [
    'qcow2 of 2^64-1 bytes',
    change(qcow2(), (v) => v.setBigUint64(24, 2n ** 64n - 1n)),
    'absurd-virtual-size',
  ],
  ['vdi of 2^63 bytes', change(vdi(), (v) => v.setBigUint64(368, 2n ** 63n, true)), 'absurd-virtual-size'],
  ['vmdk of 2^72 bytes', change(vmdk(), (v) => v.setBigUint64(12, 2n ** 63n, true)), 'absurd-virtual-size'],
  ['ESX sparse extent', textVmdk('COWD'), 'vmdk-external-extents'],
  ['text descriptor', textVmdk(`${HEAD}RW 1 FLAT "/etc/passwd" 0\n`), 'vmdk-external-extents'],
  [
    'text descriptor padded with NUL',
    textVmdk(`${HEAD}RW 1 FLAT "/etc/passwd" 0\n${'\0'.repeat(600)}`),
    'vmdk-external-extents',
  ],
  [
    'text descriptor that is not ASCII',
    textVmdk('# \xff\xfe\xe9\nversion=1\nRW 1 FLAT "/etc/passwd" 0\n'),
    'vmdk-external-extents',
  ],
  ['text descriptor without its usual comment', textVmdk('version=3\r\n'), 'vmdk-external-extents'],
  ['text descriptor ended by NUL', textVmdk('#\n \nversion=1\0\0\0'), 'vmdk-external-extents'],
  ['vmdk without a capacity', change(vmdk(), (v) => v.setBigUint64(12, 0n, true)), 'vmdk-external-extents'],
  [
    'embedded descriptor with a flat extent',
    embedded(`${HEAD}${TYPE}RW 1 FLAT "a" 0\n`),
    'vmdk-external-extents',
  ],
  [
    'embedded descriptor with a path',
    embedded(`${HEAD}${TYPE}RW 1 SPARSE "../a"\n`),
    'vmdk-external-extents',
  ],
  [
    'embedded descriptor with two extents, the second behind NUL',
    embedded(`${HEAD}${TYPE}RW 1 SPARSE "a"\n\0RW 1 SPARSE "b"\n`),
    'vmdk-external-extents',
  ],
  ['embedded descriptor of another kind', embedded(`${HEAD}createType="custom"\n`), 'vmdk-subformat'],
  ['embedded descriptor of two kinds', embedded(`${HEAD}${TYPE}createType="vmfs"\n`), 'vmdk-subformat'],
  ['embedded descriptor with a parent', embedded(`${HEAD}${TYPE}parentCID=12345678\n`), 'vmdk-parent'],
  [
    'embedded descriptor with the name of a parent, behind NUL',
    embedded(`${HEAD}${TYPE}\0parentFileNameHint="/etc/passwd"\n`),
    'vmdk-parent',
  ],
  [
    'name of a parent where QEMU looks, with a harmless descriptor elsewhere',
    change(vmdk({ descriptorSector: 64 }), (_, bytes) => put(bytes, 600, 'parentFileNameHint="/etc/passwd"')),
    'vmdk-parent',
  ],
  ['vmdk without a descriptor', change(vmdk(), (v) => v.setBigUint64(28, 0n, true)), 'vmdk-no-descriptor'],
  [
    'vmdk whose descriptor lies behind the end',
    change(vmdk(), (v) => v.setBigUint64(28, 9999n, true)),
    'vmdk-bad-descriptor',
  ],
  [
    'vmdk with an endless descriptor',
    change(vmdk(), (v) => v.setBigUint64(36, 2n ** 40n, true)),
    'vmdk-bad-descriptor',
  ],
  ['vmdk of version 4', change(vmdk(), (v) => v.setUint32(4, 4, true)), 'vmdk-unknown-version'],
  ['vmdk without its footer', vmdk({ footer: true }).subarray(0, -512), 'vmdk-bad-footer'],
  [
    'vmdk whose footer says something else',
    change(vmdk({ footer: true }), (v, b) => v.setBigUint64(b.length - 1024 + 28, 50n, true)),
    'vmdk-bad-footer',
  ],
  ['vhd that is differencing', dynamicVhd(4), 'vhd-differencing'],
  [
    'vhd that is differencing only by its footer',
    concat(dynamicVhd().subarray(0, -512), vhdFooter(4, MIB)),
    'vhd-differencing',
  ],
  [
    'vhd with the name of a parent',
    change(dynamicVhd(), (_, b) => put(b, 512 + 64, 'a')),
    'vhd-differencing',
  ],
  ['vhd dynamic without its front', dynamicVhd().subarray(512), 'vhd-invalid'],
  ['vhd of unknown kind', dynamicVhd(9), 'vhd-invalid'],
  [
    'vhd whose header lies behind the end',
    change(dynamicVhd(), (_, b) => b.fill(0x7f, 16, 24)),
    'vhd-invalid-header',
  ],
  [
    'vhdx with a parent locator',
    change(vhdx(), (_, b) => writeItem(b, 2, '2d5fd3a80bb34d45abf7d3d84834ab0c', 65600)),
    'vhdx-parent',
  ],
  [
    'vhdx that has a parent',
    change(vhdx(), (v) => v.setUint32(VHDX.metadata + 65536 + 4, 2, true)),
    'vhdx-parent',
  ],
  [
    'vhdx with a required item that is unknown',
    change(vhdx(), (_, b) => writeItem(b, 2, 'ff'.repeat(16), 65600)),
    'vhdx-unknown-features',
  ],
  [
    'vhdx with an item behind the end',
    change(vhdx(), (v) => v.setUint32(VHDX.metadata + 32 + 16, 2 ** 31, true)),
    'vhdx-bad-metadata',
  ],
  ['vhdx with two faces', twoFacedVhdx(), 'vhdx-bad-region-table'],
  ['vhdx with a pending log', vhdxWithPendingLog(), 'vhdx-pending-log'],
  ['vhdx without anything else', vhdx().subarray(0, 8), 'vhdx-bad-header'],
  ['vdi with a parent', change(vdi(), (v) => v.setUint8(430, 1)), 'vdi-parent'],
  ['vdi whose parent was changed', change(vdi(), (v) => v.setUint8(441, 1)), 'vdi-parent'],
  ['vdi that is differencing', change(vdi(), (v) => v.setUint32(76, 4, true)), 'vdi-parent'],
  ['vdi of version 2', change(vdi(), (v) => v.setUint32(68, 0x20000, true)), 'vdi-unknown-version'],
  ['qed', textVmdk('QED\0'), 'qed-banned'],
  ['LUKS of version 3', textVmdk('LUKS\xba\xbe\0\x03'), 'luks-unknown-version'],
  [
    'qcow2 that is an ISO too',
    change(iso('CD001'), (_, b) => put(b, 0, 'QFI\xfb\0\0\0\x02')),
    'several-formats',
  ],
  ['qcow2 that is partitioned too', writeMbr(qcow2(), [0x83]), 'several-formats'],
  ['qcow2 with the footer of a fixed vhd', fixedVhd(qcow2()), 'several-formats'],
]

describe('dangerous content is refused under every disk format', () => {
  test.each(CASES)('%s', async (_, bytes, code) => {
    const inspection = await inspectBytes(bytes)
    expect(inspection.findings).toContainEqual(expect.objectContaining({ code, severity: 'danger' }))
    for (const diskFormat of ['raw', 'ami', 'ploop', inspection.format]) {
      expect(judge({ diskFormat, containerFormat: 'bare', inspection, sizeBytes: bytes.length }).ok).toBe(
        false,
      )
    }
  })
})

test('a message never repeats more than a line of the content', async () => {
  const hostile = embedded(`${HEAD}${'createType="\u0007x"\n'.repeat(400)}`)
  const messages = (await inspectBytes(hostile)).findings.map((finding: Finding) => finding.message)
  for (const message of messages) expect(message).toMatch(/^[\x20-\x7e]{20,400}$/)
})
