import { describe, expect, it } from 'vitest'
import type { ImportPreviewWire } from '#lib/contract/import-preview.ts'
import { formOfPreview, importAdvice } from './import-form.ts'

const SHA256 = 'a'.repeat(64)
const QCOW2: ImportPreviewWire = {
  ...{ reachable: true, problem: null, final_host: 'mirror.example', file_name: 'debian-13.qcow2' },
  ...{ media_type: 'application/octet-stream', size: 1000, resumable: true, detected_format: 'qcow2' },
  ...{ virtual_size: 2 * 1024 ** 3, findings: [], disk_format: 'qcow2', container_format: 'bare' },
  ...{ name: 'debian-13', checksum: { algo: 'sha256', value: SHA256, found_in: 'SHA256SUMS' } },
}
const HTTPS = 'https://mirror.example/debian-13.qcow2'

function adviceOn(change: Partial<ImportPreviewWire>, uri = HTTPS, form = {}) {
  const preview = { ...QCOW2, ...change }
  return importAdvice(preview, uri, { ...formOfPreview(preview), ...form })
}

describe('the form of an import', () => {
  it('is filled with everything that the look has told', () => {
    expect(formOfPreview(QCOW2)).toMatchObject({
      ...{ name: 'debian-13', diskFormat: 'qcow2', containerFormat: 'bare', checksum: SHA256, minDisk: '2' },
    })
  })

  it('has nothing to warn of when all is well', () => {
    expect(adviceOn({})).toEqual([])
  })

  it.each([
    [{ size: null }, HTTPS, 'unknownSize'],
    [{ resumable: false }, HTTPS, 'noParts'],
    [
      { detected_format: 'raw', disk_format: 'raw', media_type: 'text/html; charset=utf-8' },
      HTTPS,
      'webPage',
    ],
    [{ checksum: null }, HTTPS.replace('https', 'http'), 'notEncrypted'],
  ])('warns of what may go wrong: %j', (change, uri, code) => {
    expect(adviceOn(change, uri)).toEqual([{ tone: 'warn', fact: { code }, fix: null }])
  })

  it('refuses a format that the data is not, with the remedy; doubts it where the end was not seen', () => {
    const [refusal] = adviceOn({}, HTTPS, { diskFormat: 'vmdk' })
    expect(refusal).toMatchObject({ tone: 'danger', fix: { diskFormat: 'qcow2' } })
    const unsure = adviceOn({ detected_format: 'raw', resumable: false }, HTTPS, { diskFormat: 'vhd' })
    expect(unsure.map(({ tone }) => tone)).toEqual(['warn', 'warn'])
  })

  it('refuses dangerous content', () => {
    const finding = { code: 'qcow2-backing-file', severity: 'danger', message: 'It reads another file.' }
    expect(adviceOn({ findings: [finding] })).toMatchObject([
      { tone: 'danger', fact: { code: 'told', sentence: 'It reads another file.' } },
    ])
  })
})
