import type { DetectedFormat, Inspection } from '#lib/formats/types.ts'
import { byteText } from '../../byte-text.ts'
import { serviceText } from '../../service-text/service-text.ts'
import type { Translate } from '../../words.ts'
import type { Advice, FormatFix } from '../prepare/candidate.ts'
import type { FormProblem } from '../prepare/image-form.ts'

/** What is wrong with a field; undefined when nothing is. */
export function problemText(problem: FormProblem | undefined, t: Translate<'upload'>): string | undefined {
  if (problem === undefined) return undefined
  switch (problem.code) {
    case 'checksumNotListed':
      return t('wrong.checksumNotListed', { lines: problem.lines, name: problem.name })
    case 'checksumLength':
      return t('wrong.checksumLength', { digits: problem.digits })
    default:
      return t(`wrong.${problem.code}`)
  }
}

export function adviceText({ fact }: Advice, t: Translate<'upload'>): string {
  switch (fact.code) {
    case 'told':
      return serviceText(fact.sentence).text
    case 'diskInRaw':
      return t('advice.diskInRaw', { format: formatText(fact.format, t) })
    default:
      return t(`advice.${fact.code}`)
  }
}

/** `Use qcow2, bare` */
export function fixText({ diskFormat, containerFormat }: FormatFix, t: Translate<'upload'>): string {
  const formats = containerFormat === undefined ? diskFormat : `${diskFormat}, ${containerFormat}`
  return t('prepare.use', { formats })
}

/** A format with its article. */
export function formatText(format: DetectedFormat, t: Translate<'upload'>): string {
  return t(`format.${format}`)
}

/** `a qcow2 disk image (version 3), disk of 20 GiB` */
export function contentText(
  { format, detail, virtualSizeBytes }: Inspection,
  t: Translate<'upload'>,
): string {
  const name = formatText(format, t)
  const content = detail === undefined ? name : `${name} (${detail})`
  const isDisk = virtualSizeBytes !== null && format !== 'raw' && format !== 'iso'
  return isDisk ? t('prepare.withDisk', { content, size: byteText(virtualSizeBytes) }) : content
}
