import { execFileSync } from 'node:child_process'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Image } from '#lib/domain/image.ts'
import { type ConversionFormat, createConversion } from '#lib/import/plugins/conversion.ts'
import { createDecompression } from '#lib/import/plugins/decompression.ts'
import type { PluginWork } from '#lib/tasks/import-ports.ts'
import { anImage } from '#tests/contract/image-records-builders.ts'
import { inspectFile } from './file-reader.ts'
import { createWorkbench, type Workbench } from './qemu-img.ts'

const GIB = 1024 ** 3
const LIMITS = { memoryBytes: 2 * GIB, cpuSeconds: 120 }

let bench: Workbench
beforeEach(() => {
  bench = createWorkbench()
})
afterEach(() => bench.remove())

function workOn(image: Partial<Image>, changes: Partial<PluginWork> = {}): PluginWork {
  return {
    image: anImage({ containerFormat: 'bare', ...image }),
    requester: { userId: null, projectId: null, roles: [] },
    scratchPath: bench.path('scratch'),
    mostBytes: GIB,
    signal: new AbortController().signal,
    progress: () => {},
    ...changes,
  }
}

function convert(path: string, outputFormat: ConversionFormat, work: PluginWork) {
  const plugin = createConversion({ ...LIMITS, outputFormat })
  return plugin.run({ path, sizeBytes: statSync(path).size }, work)
}

/** A disk whose bytes can be recognised. */
function aDisk(driver: string, options?: string): string {
  const marked = Buffer.alloc(3_000_000)
  marked.write('the disk', 1_234_567)
  writeFileSync(bench.path('marked'), marked)
  const how = options === undefined ? [] : ['-o', options]
  bench.qemuImg('convert', '-f', 'raw', '-O', driver, ...how, 'marked', `disk.${driver}`)
  return bench.path(`disk.${driver}`)
}

const markOf = (path: string) => readFileSync(path).subarray(1_234_567, 1_234_575).toString()

describe('image_conversion', () => {
  it.each([
    ['qcow2', 'qcow2', undefined],
    ['vmdk', 'vmdk', 'subformat=streamOptimized'],
    ['vdi', 'vdi', undefined],
    ['vhdx', 'vhdx', undefined],
    ['vhd', 'vpc', undefined],
  ])('makes a raw disk of %s', async (diskFormat, driver, options) => {
    const told: number[] = []
    const work = workOn({ diskFormat }, { progress: (done) => told.push(done) })
    const result = await convert(aDisk(driver, options), 'raw', work)
    expect(result).toEqual({ isReplaced: true, change: { diskFormat: 'raw', containerFormat: 'bare' } })
    expect(markOf(bench.path('scratch'))).toBe('the disk')
    expect(told.at(-1)).toBe(100)
  })

  it.each(['qcow2', 'vmdk'] as const)(
    'makes %s of a raw disk, and answers alike on its own result',
    async (output) => {
      const work = workOn({ diskFormat: 'raw' })
      const result = await convert(aDisk('raw'), output, work)
      expect(result.change).toEqual({ diskFormat: output, containerFormat: 'bare' })
      expect((await inspectFile(bench.path('scratch'))).format).toBe(output)
      expect(await convert(bench.path('scratch'), output, work)).toEqual({ change: result.change })
    },
  )

  it('leaves ISO images, kernels and other containers alone', async () => {
    const path = aDisk('raw')
    expect(await convert(path, 'qcow2', workOn({ diskFormat: 'iso' }))).toEqual({})
    expect(await convert(path, 'qcow2', workOn({ diskFormat: 'aki' }))).toEqual({})
    expect(await convert(path, 'qcow2', workOn({ diskFormat: 'vmdk', containerFormat: 'ova' }))).toEqual({})
  })

  it('refuses what is not what was declared, before a program opens it', async () => {
    await expect(convert(aDisk('qcow2'), 'vmdk', workOn({ diskFormat: 'raw' }))).rejects.toThrow(/is qcow2/)
    await expect(convert(aDisk('vdi'), 'raw', workOn({ diskFormat: 'qcow2' }))).rejects.toThrow(/disk_format/)
  })

  it('refuses disks that point to other files', async () => {
    const secret = bench.path('secret')
    writeFileSync(secret, Buffer.alloc(65_536, 'secret'))
    bench.qemuImg('create', '-q', '-f', 'qcow2', '-b', secret, '-F', 'raw', 'backed.qcow2')
    bench.qemuImg(
      'create',
      '-q',
      '-f',
      'qcow2',
      '-o',
      `data_file=${secret},data_file_raw=on`,
      'data.qcow2',
      '64K',
    )
    bench.qemuImg('create', '-q', '-f', 'vmdk', '-o', 'subformat=monolithicFlat', 'flat.vmdk', '64K')
    for (const [file, diskFormat] of [
      ['backed.qcow2', 'qcow2'],
      ['data.qcow2', 'qcow2'],
      ['flat.vmdk', 'vmdk'],
    ] as const) {
      await expect(convert(bench.path(file), 'raw', workOn({ diskFormat }))).rejects.toMatchObject({
        code: 'unsupported_media',
      })
    }
    writeFileSync(bench.path('json'), `json:{"driver":"raw","file":{"filename":"${secret}"}}`)
    await convert(bench.path('json'), 'qcow2', workOn({ diskFormat: 'raw' }))
    bench.qemuImg('convert', '-O', 'raw', 'scratch', 'back')
    expect(readFileSync(bench.path('back')).toString()).toContain('json:{"driver"')
  })

  it('refuses disks larger than is allowed, told by their header or by the kernel', async () => {
    const huge = bench.create('huge.qcow2', { driver: 'qcow2', size: '2T' })
    await expect(convert(huge, 'raw', workOn({ diskFormat: 'qcow2' }))).rejects.toMatchObject({
      code: 'over_limit',
    })
    const noise = bench.path('noise')
    writeFileSync(noise, Buffer.from(Array.from({ length: 4_000_000 }, (_, index) => (index * index) & 255)))
    const work = workOn({ diskFormat: 'raw' }, { mostBytes: 1_000_000 })
    await expect(convert(noise, 'qcow2', work)).rejects.toMatchObject({ code: 'over_limit' })
    expect(statSync(bench.path('scratch')).size).toBeLessThanOrEqual(1_000_448)
  })

  it('says so when a disk is damaged', async () => {
    const path = aDisk('qcow2')
    const bytes = readFileSync(path)
    // The address of the first level of tables: not where a cluster begins.
    bytes.writeBigUInt64BE(0x200n, 40)
    writeFileSync(path, bytes)
    await expect(convert(path, 'raw', workOn({ diskFormat: 'qcow2' }))).rejects.toMatchObject({
      code: 'unsupported_media',
    })
  })

  it('ends with the reason of whoever calls it off', async () => {
    const reason = new Error('called off')
    const work = workOn({ diskFormat: 'qcow2' }, { signal: AbortSignal.abort(reason) })
    await expect(convert(aDisk('qcow2'), 'raw', work)).rejects.toBe(reason)
  })
})

describe('image_decompression of xz', () => {
  const packXz = (bytes: Uint8Array) =>
    execFileSync('xz', ['--stdout', '-0'], { input: bytes, maxBuffer: 1_000_000_000 })

  function unpack(bytes: Uint8Array, changes: Partial<PluginWork> = {}) {
    const path = bench.path('staged')
    writeFileSync(path, bytes)
    const plugin = createDecompression({ ...LIMITS, ratio: 20, freeBytes: 1_000_000 })
    return plugin.run({ path, sizeBytes: bytes.length }, workOn({ diskFormat: 'raw' }, changes))
  }

  it('gives what was packed', async () => {
    const disk = Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * 7 + (index >> 9)) & 255))
    expect(await unpack(packXz(disk))).toEqual({ isReplaced: true })
    expect(readFileSync(bench.path('scratch')).equals(disk)).toBe(true)
  })

  it('stops a bomb by the size and by the ratio', async () => {
    const bomb = packXz(Buffer.alloc(30_000_000))
    await expect(unpack(bomb, { mostBytes: 999_999 })).rejects.toMatchObject({ code: 'over_limit' })
    await expect(unpack(bomb)).rejects.toMatchObject({ code: 'over_limit' })
    expect(statSync(bench.path('scratch')).size).toBeLessThanOrEqual(1_000_000)
  })

  it('refuses what is cut short or nonsense', async () => {
    const packed = packXz(Buffer.alloc(300_000, 'disk'))
    const nonsense = Buffer.concat([packed.subarray(0, 6), Buffer.alloc(1000, 'x')])
    for (const bytes of [packed.subarray(0, packed.length - 20), nonsense]) {
      await expect(unpack(bytes)).rejects.toThrow(/xz data is damaged/)
    }
  })

  it('ends with the reason of whoever calls it off', async () => {
    const reason = new Error('called off')
    const signal = AbortSignal.abort(reason)
    await expect(unpack(packXz(Buffer.alloc(10)), { signal })).rejects.toBe(reason)
  })
})
