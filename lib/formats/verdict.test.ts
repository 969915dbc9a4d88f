import { describe, expect, test } from 'vitest'
import { danger, type Inspection, warning } from './types.ts'
import { type JudgeInput, judge } from './verdict.ts'

function inspected(format: Inspection['format'], virtualSizeBytes: number | null = 4096): Inspection {
  return { format, virtualSizeBytes, findings: [] }
}

function judged(diskFormat: string | null, inspection: Inspection, more: Partial<JudgeInput> = {}) {
  return judge({ diskFormat, containerFormat: 'bare', inspection, sizeBytes: 100, ...more })
}

describe('content is accepted', () => {
  test.each(['qcow2', 'vmdk', 'vhd', 'vhdx', 'vdi', 'iso', 'gpt', 'luks', 'ploop'] as const)(
    'as %s when it is that, with the virtual size it has',
    (format) => {
      expect(judged(format, inspected(format))).toEqual({ ok: true, virtualSizeBytes: 4096 })
    },
  )

  test.each(['raw', 'qcow2', 'vhd', 'iso', 'gpt', 'luks', 'gzip', 'zip'] as const)(
    'as raw when it is %s, with the size of the file as its virtual size',
    (format) => {
      expect(judged('raw', inspected(format))).toEqual({ ok: true, virtualSizeBytes: 100 })
    },
  )

  test('as raw when it is empty, with a virtual size of zero', () => {
    expect(judged('raw', inspected('raw', 0), { sizeBytes: 0 })).toEqual({ ok: true, virtualSizeBytes: 0 })
  })

  test.each(['aki', 'ari'])(
    'as %s when it is compressed or unrecognised, without a virtual size',
    (declared) => {
      for (const format of ['raw', 'gzip', 'xz', 'zstd'] as const) {
        expect(judged(declared, inspected(format))).toEqual({ ok: true, virtualSizeBytes: null })
      }
    },
  )

  test('as ami, as ploop and as a format of the operator when it is unrecognised', () => {
    for (const declared of ['ami', 'ploop', 'constructor']) {
      expect(judged(declared, inspected('raw'))).toEqual({ ok: true, virtualSizeBytes: 4096 })
    }
  })

  test.each(['ovf', 'ova', 'docker', 'compressed'])(
    'without a look in container format %s',
    (containerFormat) => {
      const inspection = inspected('gzip')
      expect(judged('qcow2', inspection, { containerFormat })).toEqual({ ok: true, virtualSizeBytes: null })
    },
  )

  test('with a warning', () => {
    const inspection = { ...inspected('qcow2'), findings: [warning('qcow2-dirty', 'Dirty.')] }
    expect(judged('qcow2', inspection).ok).toBe(true)
  })
})

describe('content is refused', () => {
  test.each([
    ['vmdk', 'qcow2', 'Set disk_format to "qcow2", or upload a VMDK disk image.'],
    ['qcow2', 'raw', 'Set disk_format to "raw", or upload a qcow2 disk image.'],
    ['qcow2', 'gpt', 'Set disk_format to "raw", or upload a qcow2 disk image.'],
    ['gpt', 'iso', 'Set disk_format to "iso", or upload a raw disk with a partition table.'],
    ['ami', 'gpt', 'Set disk_format to "raw", or upload an Amazon machine image.'],
    ['constructor', 'vdi', 'Set disk_format to "vdi", or upload data in the format "constructor".'],
    ['qcow2', 'xz', 'Unpack the file'],
    ['ploop', 'gzip', 'Unpack the file'],
  ] as const)('as %s when it is %s, with the remedy', (declared, detected, remedy) => {
    const verdict = judged(declared, inspected(detected))
    expect(verdict).toMatchObject({ ok: false, code: 'mismatch' })
    expect(verdict).toHaveProperty('message', expect.stringContaining(remedy))
    expect(verdict).toHaveProperty('message', expect.stringContaining(`"${declared}"`))
  })

  test('as qcow2 when it is empty, in words that say so', () => {
    const verdict = judged('qcow2', inspected('raw', 0), { sizeBytes: 0 })
    expect(verdict).toMatchObject({ ok: false, code: 'mismatch' })
    expect(verdict).toHaveProperty('message', expect.stringContaining('The data is empty'))
  })

  test('for its dangers before its format, with every one of them in the message', () => {
    const findings = [danger('a', 'First.'), warning('b', 'Second.'), danger('c', 'Third.')]
    const verdict = judged('vmdk', { ...inspected('qcow2'), findings })
    expect(verdict).toEqual({ ok: false, code: 'danger', message: 'First. Third.' })
  })

  test('as unsupported when it is qed', () => {
    const inspection = { ...inspected('qed'), findings: [danger('qed-banned', 'Banned.')] }
    expect(judged('raw', inspection)).toEqual({ ok: false, code: 'unsupported', message: 'Banned.' })
  })

  test('when no container format is declared yet, as if it were bare', () => {
    const verdict = judged('qcow2', inspected('vmdk'), { containerFormat: null })
    expect(verdict).toMatchObject({ ok: false, code: 'mismatch' })
  })

  test('while no disk format is declared', () => {
    expect(judged(null, inspected('raw'))).toMatchObject({ ok: false, code: 'unsupported' })
  })
})
