import { readFile } from 'node:fs/promises'
import { ConfigError } from '#lib/config.ts'

export interface FileProblem {
  readonly line?: number
  readonly message: string
}

/** Everything that is wrong with a file that the site gave. */
export class RefusedFileError extends ConfigError {
  constructor(path: string, problems: readonly FileProblem[], cause?: unknown) {
    super(`${path} is refused:\n${problems.map(printFileProblem).join('\n')}`, { cause })
  }
}

function printFileProblem({ line, message }: FileProblem): string {
  return line === undefined ? `  ${message}` : `  line ${line}: ${message}`
}

/** The text of a file that the site gave. @throws RefusedFileError */
export async function readTextFile(path: string, mostBytes: number): Promise<string> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new RefusedFileError(
      path,
      [{ message: 'The file cannot be read: check that it exists and who may read it.' }],
      cause,
    )
  })
  if (bytes.length > mostBytes) {
    throw new RefusedFileError(path, [
      { message: `The file has more than ${mostBytes} bytes: this cannot be meant.` },
    ])
  }
  return bytes.toString('utf8')
}
