import { describe, expect, test } from 'vitest'
import type { Inspection } from '#lib/formats/types.ts'
import {
  adviceOn,
  type Candidate,
  type CandidateEvent,
  readCandidate,
  reduceCandidates,
} from './candidate.ts'
import { initialForm, readForm } from './image-form.ts'

const GIB = 1024 ** 3
const QCOW2: Inspection = { format: 'qcow2', virtualSizeBytes: 2.5 * GIB, findings: [], detail: 'version 3' }
const UNSAFE: Inspection = {
  ...QCOW2,
  findings: [
    {
      code: 'qcow2-backing-file',
      severity: 'danger',
      message: 'It names a backing file. Run qemu-img convert.',
    },
  ],
}
const GZIP: Inspection = {
  format: 'gzip',
  virtualSizeBytes: null,
  findings: [{ code: 'gzip-compressed', severity: 'warning', message: 'Unpack it first.' }],
}

const told = (part: string) => ({ code: 'told', sentence: expect.stringContaining(part) })

function ready(inspection: Inspection, name = 'debian-12.qcow2', id = 'a'): Candidate {
  return play([
    { type: 'chosen', candidates: [{ id, name, sizeBytes: 1000, version: null }] },
    { type: 'inspected', id, inspection, fingerprint: 'sha256:a' },
  ])[0] as Candidate
}

function play(events: readonly CandidateEvent[], from: readonly Candidate[] = []): readonly Candidate[] {
  return events.reduce(reduceCandidates, from)
}

describe('the form of a chosen file', () => {
  test('is filled from the file: name, format, and a disk that holds it', () => {
    expect(initialForm(QCOW2, 'debian-12.qcow2')).toMatchObject({
      name: 'debian-12',
      diskFormat: 'qcow2',
      containerFormat: 'bare',
      minDisk: '3',
    })
  })

  test('an installation disc needs no disk of its size', () => {
    expect(
      initialForm({ format: 'iso', virtualSizeBytes: 4 * GIB, findings: [] }, 'debian.iso').minDisk,
    ).toBe('0')
  })

  test('becomes a draft, with trimmed words and the checksum that was read', () => {
    const form = {
      ...initialForm(QCOW2, 'a.img'),
      name: ' Web ',
      tags: 'b,a',
      osDistro: 'Debian',
      checksum: 'd41d8cd98f00b204e9800998ecf8427e',
    }
    expect(readForm(form, 'a.img')).toMatchObject({
      isValid: true,
      draft: {
        name: 'Web',
        tags: ['a', 'b'],
        properties: { os_distro: 'debian' },
        expectedHash: { algo: 'md5' },
        minDiskGb: 3,
      },
    })
  })

  test.each([
    ['minDisk', '1.5', 'notGib'],
    ['minDisk', '-1', 'notGib'],
    ['minRam', 'much', 'notMib'],
    ['minRam', '99999999999', 'notMib'],
    ['name', 'x'.repeat(256), 'nameTooLong'],
    ['checksum', 'abc', 'checksumLength'],
  ] as const)('knows what is wrong with %s %j', (field, value, code) => {
    const reading = readForm({ ...initialForm(QCOW2, 'a'), [field]: value }, 'a')
    expect(reading).toMatchObject({ isValid: false, problems: { [field]: { code } } })
  })

  test('empty numbers mean any', () => {
    expect(readForm({ ...initialForm(QCOW2, 'a'), minDisk: '', minRam: ' ' }, 'a')).toMatchObject({
      draft: { minDiskGb: 0, minRamMb: 0 },
    })
  })
})

describe('advice before sending', () => {
  test('a good file needs none, and can be sent', () => {
    expect(adviceOn(ready(QCOW2))).toEqual([])
    expect(readCandidate(ready(QCOW2))).toMatchObject({ isValid: true })
  })

  test('dangerous content is not sent, and the message says what to do', () => {
    expect(adviceOn(ready(UNSAFE))).toEqual([{ tone: 'danger', fact: told('qemu-img convert'), fix: null }])
    expect(readCandidate(ready(UNSAFE))).toBeNull()
  })

  test('a wrong format is not sent; one press mends it', () => {
    const [wrong] = play([{ type: 'edited', id: 'a', change: { diskFormat: 'vmdk' } }], [ready(QCOW2)]) as [
      Candidate,
    ]
    expect(readCandidate(wrong)).toBeNull()
    const fix = adviceOn(wrong)[0]?.fix
    expect(fix).toEqual({ diskFormat: 'qcow2', containerFormat: 'bare' })
    const [mended] = play([{ type: 'edited', id: 'a', change: fix ?? {} }], [wrong]) as [Candidate]
    expect(readCandidate(mended)).not.toBeNull()
  })

  test('a disk image declared raw may be sent after a warning', () => {
    const [raw] = play([{ type: 'edited', id: 'a', change: { diskFormat: 'raw' } }], [ready(QCOW2)]) as [
      Candidate,
    ]
    expect(adviceOn(raw)).toMatchObject([{ tone: 'warn', fix: { diskFormat: 'qcow2' } }])
    expect(readCandidate(raw)).not.toBeNull()
  })

  test('a compressed file is recognised, with the advice to unpack it', () => {
    expect(adviceOn(ready(GZIP, 'debian-12.qcow2.gz'))).toMatchObject([
      { tone: 'warn', fact: told('Unpack') },
    ])
  })
})

describe('several files', () => {
  const both = [ready(QCOW2, 'a.qcow2', 'a'), ready(QCOW2, 'b.qcow2', 'b')]

  test('what is common is applied to all; names and formats stay their own', () => {
    const [, second] = play(
      [
        { type: 'edited', id: 'a', change: { visibility: 'private', tags: 'web', name: 'first' } },
        { type: 'appliedToAll', id: 'a' },
      ],
      both,
    )
    expect(second?.state).toMatchObject({ form: { visibility: 'private', tags: 'web', name: 'b' } })
  })

  test('one can be taken off the list', () => {
    expect(play([{ type: 'removed', ids: ['a'] }], both).map(({ id }) => id)).toEqual(['b'])
  })

  test('one that cannot be read says so and cannot be sent', () => {
    const [broken] = play([
      { type: 'chosen', candidates: [{ id: 'c', name: 'c.img', sizeBytes: 1, version: null }] },
      { type: 'unreadable', id: 'c' },
    ])
    expect(broken?.state).toEqual({ at: 'unreadable' })
    expect(readCandidate(broken as Candidate)).toBeNull()
  })
})
