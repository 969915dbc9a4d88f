import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  dynamicVhd,
  fatVolume,
  fixedVhd,
  inspectBytes,
  inspectChunks,
  iso,
  LUKS2_SEGMENT,
  luks2,
  memoryReader,
  qcow2,
  vdi,
  vhdx,
  vmdk,
  writeGpt,
  writeMbr,
} from '#tests/formats/samples.ts'
import { INSPECT_LIMIT_BYTES } from './evidence.ts'
import { inspect } from './inspect.ts'
import { createStreamInspector } from './stream.ts'
import { judge } from './verdict.ts'

const KIB = 1024
const SAMPLES: readonly Uint8Array[] = [
  new Uint8Array(1500),
  qcow2(2, 600 * KIB),
  qcow2(3, 200),
  vmdk({ footer: true }),
  vmdk({ footer: true, descriptorSector: 900, length: 700 * KIB }),
  dynamicVhd(),
  fixedVhd(writeGpt(writeMbr(new Uint8Array(400 * KIB), [0xee]))),
  vhdx(),
  vdi(),
  iso('CD001', 'BEA01', 'NSR02', 'TEA01'),
  luks2(LUKS2_SEGMENT, 600 * KIB),
  fatVolume(),
  writeMbr(new Uint8Array(4 * KIB), [0x83]),
]
/** Where headers and their neighbours live; most changes should hit something that is read. */
const POSITIONS = fc.oneof(
  fc.nat(128),
  fc.nat(1024),
  fc.integer({ min: -2048, max: -1 }),
  fc
    .constantFrom(32768, 65536, 131072, 196608, 262144, 1048576, 1114112)
    .chain((base) => fc.nat(128).map((offset) => base + offset)),
)
const FILLS = fc.oneof(
  fc.uint8Array({ minLength: 1, maxLength: 16 }),
  fc
    .constantFrom('QFI\xfb', 'KDMV', 'conectix', 'vhdxfile', 'CD001', 'regi', 'LUKS\xba\xbe', 'version=1\n')
    .map((text) => Uint8Array.from(text, (character) => character.charCodeAt(0))),
  fc.constantFrom(0x00, 0x7f, 0xff).map((byte) => new Uint8Array(8).fill(byte)),
)
const MUTANTS = fc
  .record({
    sample: fc.constantFrom(...SAMPLES),
    edits: fc.array(fc.tuple(POSITIONS, FILLS), { maxLength: 6 }),
    cut: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { freq: 4 }),
  })
  .map(({ sample, edits, cut }) => {
    const bytes = sample.slice(0, cut === null ? sample.length : Math.floor(sample.length * cut))
    for (const [position, fill] of edits) writeWithin(bytes, position, fill)
    return bytes
  })
const FILES = fc.oneof(
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 4096 }) },
  { weight: 4, arbitrary: MUTANTS },
)
/** Long ones first, so that small chunks do not make a run slow. */
const CHUNKINGS = fc.array(
  fc.oneof(fc.integer({ min: 1, max: 400_000 }), fc.integer({ min: 1, max: 4096 })),
  {
    minLength: 1,
    maxLength: 5,
  },
)

function writeWithin(bytes: Uint8Array, position: number, fill: Uint8Array): void {
  const at = position < 0 ? bytes.length + position : position
  if (at >= 0 && at + fill.length <= bytes.length) bytes.set(fill, at)
}

describe('whatever the bytes are', () => {
  test('inspecting ends with a verdict, reads no more than its bound and never fails', async () => {
    await fc.assert(
      fc.asyncProperty(FILES, async (bytes) => {
        const reader = memoryReader(bytes)
        const inspection = await inspect(reader)
        expect(reader.readBytes()).toBeLessThanOrEqual(INSPECT_LIMIT_BYTES)
        const size = inspection.virtualSizeBytes
        expect(size === null || (Number.isSafeInteger(size) && size >= 0)).toBe(true)
        for (const diskFormat of ['raw', 'qcow2', 'aki', inspection.format]) {
          judge({ diskFormat, containerFormat: 'bare', inspection, sizeBytes: bytes.length })
        }
      }),
      { numRuns: 2000 },
    )
  })

  test('a stream in any chunks gives the same as random access', async () => {
    await fc.assert(
      fc.asyncProperty(FILES, CHUNKINGS, async (bytes, chunkBytes) => {
        expect(inspectChunks(bytes, chunkBytes)).toEqual(await inspectBytes(bytes))
      }),
      { numRuns: 1500 },
    )
  })

  test('a danger that is known early is still one at the end', () => {
    fc.assert(
      fc.property(FILES, fc.nat(), (bytes, position) => {
        const inspector = createStreamInspector()
        const split = bytes.length === 0 ? 0 : position % bytes.length
        inspector.push(bytes.subarray(0, split))
        const early = inspector.early().map((finding) => finding.code)
        inspector.push(bytes.subarray(split))
        const codes = inspector.finish(bytes.length).findings.map((finding) => finding.code)
        expect(codes).toEqual(expect.arrayContaining(early))
      }),
      { numRuns: 1000 },
    )
  })
})

test('single bytes as chunks give the same as one chunk', async () => {
  for (const bytes of SAMPLES.filter((sample) => sample.length < 800 * KIB)) {
    expect(inspectChunks(bytes, [1])).toEqual(await inspectBytes(bytes))
  }
})
