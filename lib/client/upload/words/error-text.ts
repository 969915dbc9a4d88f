import type { Upload } from '../model/upload.ts'

/** What an operator needs to help, as plain text. */
export function errorText({ id, file, state }: Upload): string {
  if (state.at !== 'refused') return ''
  const { fault } = state
  const lines = [
    fault.title,
    fault.remedy,
    '',
    `Image: ${id}`,
    `File: ${file.name}, ${file.sizeBytes} bytes`,
    ...(fault.status === null ? [] : [`Status: ${fault.status}`]),
    ...(fault.requestId === null ? [] : [`Request: ${fault.requestId}`]),
  ]
  return lines.join('\n')
}
