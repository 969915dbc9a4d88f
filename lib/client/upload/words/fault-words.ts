import { serviceText } from '../../service-text/service-text.ts'
import type { Translate } from '../../words.ts'
import type { FileProblem, Upload, UploadFault, WaitNote, WordedFault } from '../model/upload.ts'
import type { DataProblem } from '../prepare/image-data.ts'

/** Why an upload stopped: in the service's words where it said something. */
export function faultTitle(fault: UploadFault | WordedFault, t: Translate<'upload'>): string {
  if ('title' in fault) return fault.title
  const { reason, said, status } = fault
  if (said !== null) return serviceText(said).text
  return reason.code === 'unknown'
    ? t('fault.unknown.title', { status: String(status) })
    : t(`fault.${reason.code}.title`)
}

/** What to do next, in a sentence or two. */
export function faultRemedy(fault: UploadFault | WordedFault, t: Translate<'upload'>): string {
  if ('remedy' in fault) return fault.remedy
  const { reason } = fault
  if (reason.code !== 'otherData') return t(`fault.${reason.code}.remedy`)
  const { serverBytes, fileBytes } = reason
  return t('fault.otherData.remedy', { serverBytes, fileBytes })
}

/** What an operator needs to help, as plain text. */
export function errorText({ id, file, state }: Upload, t: Translate<'upload'>): string {
  if (state.at !== 'refused') return ''
  const { fault } = state
  const lines = [
    faultTitle(fault, t),
    faultRemedy(fault, t),
    '',
    t('copied.image', { id }),
    t('copied.file', { name: file.name, bytes: String(file.sizeBytes) }),
    ...(fault.status === null ? [] : [t('copied.status', { status: String(fault.status) })]),
    ...(fault.requestId === null ? [] : [t('copied.request', { id: fault.requestId })]),
  ]
  return lines.join('\n')
}

export function waitText(note: WaitNote, t: Translate<'upload'>): string {
  switch (note.code) {
    case 'told':
      return serviceText(note.sentence).text
    case 'status':
      return t('wait.status', { status: String(note.status) })
    default:
      return t(`wait.${note.code}`)
  }
}

/** Why an upload cannot go on with a file. */
export function fileProblemText(problem: FileProblem, t: Translate<'upload'>): string {
  switch (problem.code) {
    case 'otherSize': {
      const { name, bytes, expectedName, expectedBytes } = problem
      return t('file.otherSize', { name, bytes, expectedName, expectedBytes })
    }
    case 'otherContent':
    case 'unreadable':
      return t(`file.${problem.code}`, { name: problem.name })
    default:
      return t(`file.${problem.code}`)
  }
}

/** Why a file cannot become the data of an image. */
export function dataProblemText(problem: DataProblem, t: Translate<'upload'>): string {
  switch (problem.code) {
    case 'told':
      return serviceText(problem.sentence).text
    case 'unreadable':
      return t('file.unreadable', { name: problem.name })
    case 'otherSize': {
      const { name, bytes, expectedBytes } = problem
      return t('file.otherSizeThanBegun', { name, bytes, expectedBytes })
    }
  }
}
