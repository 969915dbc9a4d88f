import type { ImportPreviewWire } from '#lib/contract/import-preview.ts'
import type { DetectedFormat, Inspection } from '#lib/formats/types.ts'
import { type Advice, type AdviceFact, adviceFor } from '../upload/prepare/candidate.ts'
import { type ImageForm, initialForm } from '../upload/prepare/image-form.ts'

/** What was found at an address, as the upload's form knows it of a file. */
export function inspectionOf(preview: ImportPreviewWire): Inspection {
  return {
    format: (preview.detected_format ?? 'raw') as DetectedFormat,
    virtualSizeBytes: preview.virtual_size,
    findings: preview.findings.map(({ code, message, severity }) => ({
      ...{ code, message },
      severity: severity === 'danger' ? 'danger' : 'warning',
    })),
  }
}

/** Everything that the look has told is filled in. */
export function formOfPreview(preview: ImportPreviewWire): ImageForm {
  const form = initialForm(inspectionOf(preview), fileNameOf(preview))
  return {
    ...form,
    diskFormat: preview.disk_format ?? form.diskFormat,
    containerFormat: preview.container_format ?? form.containerFormat,
    name: preview.name ?? form.name,
    checksum: preview.checksum?.value ?? '',
  }
}

/** By which a line of a pasted checksum file is found. */
export function fileNameOf({ file_name, final_host }: ImportPreviewWire): string {
  return file_name ?? final_host ?? ''
}

/** What a person should know before the import begins. `danger` keeps it from beginning. */
export function importAdvice(preview: ImportPreviewWire, uri: string, form: ImageForm): readonly Advice[] {
  const subject = {
    ...{ form, inspection: inspectionOf(preview), name: fileNameOf(preview) },
    sizeBytes: preview.size ?? Number.MAX_SAFE_INTEGER,
  }
  const ofContent = adviceFor(subject).map((advice) => (isCertain(preview) ? advice : doubted(advice)))
  return [...ofContent, ...ofTransfer(preview, uri, form).map(warning)]
}

/** Without parts of the file only its beginning was seen; some formats tell themselves at the end. */
function isCertain({ resumable, detected_format: format }: ImportPreviewWire): boolean {
  return resumable || format !== 'raw'
}

function doubted(advice: Advice): Advice {
  return advice.tone === 'danger' ? { ...advice, tone: 'warn' } : advice
}

function warning(fact: AdviceFact): Advice {
  return { tone: 'warn', fact, fix: null }
}

function ofTransfer(preview: ImportPreviewWire, uri: string, form: ImageForm): AdviceFact[] {
  const isPlain = uri.toLowerCase().startsWith('http:')
  const isPage = preview.media_type?.toLowerCase().startsWith('text/html') === true
  const warnings = [
    [isPage && preview.detected_format === 'raw', 'webPage'],
    [isPlain && form.checksum.trim() === '', 'notEncrypted'],
    [preview.size === null, 'unknownSize'],
    [!preview.resumable, 'noParts'],
  ] as const
  return warnings.filter(([isTrue]) => isTrue).map(([, code]) => ({ code }))
}
