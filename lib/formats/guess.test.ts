import { expect, test } from 'vitest'
import { guessFormats } from './guess.ts'
import type { DetectedFormat } from './types.ts'

test.each([
  ['qcow2', 'debian-12.qcow2', 'qcow2', 'bare', 'debian-12'],
  ['qcow2', 'debian-12.img', 'qcow2', 'bare', 'debian-12'],
  ['gpt', 'disk.raw', 'raw', 'bare', 'disk'],
  ['luks', 'secret.img', 'raw', 'bare', 'secret'],
  ['iso', 'C:\\Downloads\\Debian_12 netinst.ISO', 'iso', 'bare', 'Debian 12 netinst'],
  ['vhd', 'win.vhd', 'vhd', 'bare', 'win'],
  ['xz', 'fedora-41.raw.xz', 'raw', 'compressed', 'fedora-41'],
  ['gzip', 'cirros.qcow2.gz', 'qcow2', 'compressed', 'cirros'],
  ['zip', 'appliance.zip', 'raw', 'compressed', 'appliance'],
  ['raw', 'appliance.ova', 'vmdk', 'ova', 'appliance'],
  ['raw', 'vmlinuz-6.1.0-18-amd64', 'aki', 'bare', 'vmlinuz-6.1.0-18-amd64'],
  ['gzip', 'initrd.gz', 'ari', 'bare', 'initrd'],
  ['qcow2', 'initrd-maker.qcow2', 'qcow2', 'bare', 'initrd-maker'],
  ['raw', '', 'raw', 'bare', ''],
  ['raw', 'v1.2.constructor', 'raw', 'bare', 'v1.2.constructor'],
] satisfies [DetectedFormat, string, string, string, string][])(
  '%s in "%s" is proposed as %s in %s, named "%s"',
  (...[format, fileName, diskFormat, containerFormat, name]) => {
    const inspection = { format, virtualSizeBytes: null, findings: [] }
    expect(guessFormats(inspection, fileName)).toEqual({ diskFormat, containerFormat, name })
  },
)

test('a kernel without a telling name is proposed as aki', () => {
  const inspection = { format: 'raw', detail: 'Linux kernel', virtualSizeBytes: 1, findings: [] } as const
  expect(guessFormats(inspection, 'boot.bin').diskFormat).toBe('aki')
})
