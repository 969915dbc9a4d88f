import { DomainError, overLimit } from '#lib/domain/errors.ts'
import type { Image } from '#lib/domain/image.ts'
import { judge } from '#lib/formats/verdict.ts'
import type { ImportPlugin, PluginWork } from '#lib/tasks/import-ports.ts'
import { endOf, type ProcessLimits, spawnLimited } from './limited-process.ts'
import { type LookedAt, lookAtFile } from './look-at-file.ts'
import { withFile } from './with-file.ts'

export type ConversionFormat = 'raw' | 'qcow2' | 'vmdk'

export interface ConversionOptions extends ProcessLimits {
  readonly outputFormat: ConversionFormat
}

/** What qemu-img calls the formats that it converts. Others have nothing to convert, or are left alone: iso. */
const QEMU_FORMATS: Readonly<Record<string, string>> = {
  raw: 'raw',
  gpt: 'raw',
  qcow2: 'qcow2',
  vmdk: 'vmdk',
  vhd: 'vpc',
  vhdx: 'vhdx',
  vdi: 'vdi',
}
/** Content that a disk of the format raw may well be. */
const PLAIN: ReadonlySet<string> = new Set(['raw', 'gpt', 'luks', 'iso'])
/** VMDK files that are a whole disk by themselves. */
const WHOLE_VMDK: ReadonlySet<string> = new Set(['streamOptimized', 'monolithicSparse'])

/**
 * `image_conversion`: makes disks of every kind one kind. The data is judged before a program opens it: what does not
 * match its declared format, or points to other files, is refused. qemu-img is told the format and never guesses it.
 */
export function createConversion(options: ConversionOptions): ImportPlugin {
  const { outputFormat } = options
  return {
    name: 'image_conversion',
    async run({ path }, work) {
      const { image } = work
      const source = QEMU_FORMATS[image.diskFormat ?? '']
      if (source === undefined || (image.containerFormat ?? 'bare') !== 'bare') return {}
      const looked = await lookAtFile(path)
      const change = { diskFormat: outputFormat, containerFormat: 'bare' }
      // Also after a crash: the staged file may be our own result already.
      if (isAlready(looked, image, outputFormat)) return { change }
      assertConvertible(image, looked, work.mostBytes, outputFormat)
      await convert({ path, source, options, work })
      return { change, isReplaced: true }
    },
  }
}

function isAlready({ inspection }: LookedAt, { diskFormat }: Image, output: ConversionFormat): boolean {
  if (inspection.findings.some(({ severity }) => severity === 'danger')) return false
  if (output === 'raw') return PLAIN.has(inspection.format) && diskFormat !== 'iso'
  return inspection.format === output
}

function assertConvertible(
  image: Image,
  { inspection, sizeBytes }: LookedAt,
  mostBytes: number,
  output: ConversionFormat,
): void {
  const { diskFormat, containerFormat } = image
  const verdict = judge({ diskFormat, containerFormat, inspection, sizeBytes })
  if (!verdict.ok) throw refuse(verdict.message)
  if (diskFormat === 'raw' && !PLAIN.has(inspection.format)) {
    throw refuse(`The data is ${inspection.format}, but the image declares disk_format "raw".`)
  }
  if (diskFormat === 'vmdk' && !WHOLE_VMDK.has(inspection.detail ?? '')) {
    throw refuse('Only VMDK images of the kinds streamOptimized and monolithicSparse are converted.')
  }
  const virtualBytes = verdict.virtualSizeBytes ?? sizeBytes
  if (output === 'raw' && virtualBytes > mostBytes) {
    throw overLimit(`The disk has ${virtualBytes} bytes, but at most ${mostBytes} are allowed.`)
  }
}

interface Conversion {
  readonly path: string
  readonly source: string
  readonly options: ConversionOptions
  readonly work: PluginWork
}

async function convert({ path, source, options, work }: Conversion): Promise<void> {
  const { scratchPath, signal, mostBytes } = work
  const { outputFormat, memoryBytes, cpuSeconds } = options
  // Both paths are absolute, so neither can be read as a protocol or as json:.
  const args = ['convert', '-p', '-f', source, '-O', outputFormat, path, scratchPath]
  const child = spawnLimited({
    program: 'qemu-img',
    args,
    memoryBytes,
    cpuSeconds,
    fileBytes: mostBytes,
    signal,
  })
  child.stdout.on('data', (piece: Buffer) => tellProgress(piece.toString('latin1'), work))
  const { code, words, signalName } = await endOf(child)
  signal.throwIfAborted()
  if (signalName === 'SIGXFSZ' || words.includes('File too large')) {
    throw overLimit(`The converted image would be larger than the ${mostBytes} bytes that are allowed.`)
  }
  if (signalName === 'SIGXCPU' || signalName === 'SIGKILL') {
    throw refuse('The conversion took more computing time than is allowed.')
  }
  if (code !== 0) {
    throw new DomainError('unsupported_media', 'The data cannot be converted: qemu-img finds it damaged.', {
      cause: new Error(words),
    })
  }
  await sync(scratchPath)
}

/** qemu-img says `(12.34/100%)` again and again. */
function tellProgress(words: string, { progress }: PluginWork): void {
  const percent = Number(/\((\d+(?:\.\d+)?)\/100%\)[^(]*$/.exec(words)?.[1] ?? Number.NaN)
  if (!Number.isNaN(percent)) progress(Math.round(percent), 100)
}

function sync(path: string): Promise<void> {
  return withFile(path, 'r+', (file) => file.sync())
}

function refuse(message: string): DomainError {
  return new DomainError('unsupported_media', message)
}
