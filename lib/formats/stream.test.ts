import { describe, expect, test } from 'vitest'
import { blank, change, qcow2, vmdk } from '#tests/formats/samples.ts'
import { HEAD_BYTES } from './evidence.ts'
import { createStreamInspector } from './stream.ts'

const MIB = 1024 * 1024
const withBackingFile = () => change(qcow2(3, HEAD_BYTES), (view) => view.setBigUint64(8, 1n))

describe('a stream inspector', () => {
  test('calls an empty stream raw', () => {
    expect(createStreamInspector().finish(0)).toEqual({ format: 'raw', virtualSizeBytes: 0, findings: [] })
  })

  test('knows a danger as soon as the head has passed, and still at the end', () => {
    const inspector = createStreamInspector()
    const bytes = withBackingFile()
    inspector.push(bytes.subarray(0, -1))
    expect(inspector.early()).toEqual([])
    inspector.push(bytes.subarray(-1))
    expect(inspector.early()).toMatchObject([{ code: 'qcow2-backing-file' }])
    inspector.push(blank(MIB).bytes)
    expect(inspector.finish(HEAD_BYTES + MIB).findings).toEqual(inspector.early())
  })

  test('waits for what the head points to before it speaks', () => {
    const inspector = createStreamInspector()
    const bytes = vmdk({ descriptor: 'createType="custom"\n', descriptorSector: 3000, length: 2 * MIB })
    inspector.push(bytes.subarray(0, MIB))
    expect(inspector.early()).toEqual([])
    inspector.push(bytes.subarray(MIB))
    expect(inspector.early()).toMatchObject([{ code: 'vmdk-subformat' }])
  })

  test('does not keep chunks: a buffer may be used again', () => {
    const inspector = createStreamInspector()
    const bytes = withBackingFile()
    inspector.push(bytes)
    bytes.fill(0)
    expect(inspector.finish(HEAD_BYTES)).toMatchObject({ format: 'qcow2' })
  })

  test('refuses to judge when bytes were missed', () => {
    const inspector = createStreamInspector()
    inspector.push(blank(10).bytes)
    expect(() => inspector.finish(11)).toThrow(RangeError)
  })
})
