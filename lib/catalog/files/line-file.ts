import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, rename } from 'node:fs/promises'
import { createInterface } from 'node:readline'

export interface LineFileFacts {
  readonly sha256: string
  readonly lines: number
}

/** Writes lines into a file that gets its name, durably, when all are there. @throws the file system's error */
export async function writeLines(path: string, lines: AsyncIterable<string>): Promise<LineFileFacts> {
  const part = `${path}.part`
  const hash = createHash('sha256')
  const file = await open(part, 'w', 0o600)
  let count = 0
  try {
    for await (const line of lines) {
      const text = `${line}\n`
      hash.update(text)
      await file.appendFile(text)
      count += 1
    }
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(part, path)
  return { sha256: hash.digest('hex'), lines: count }
}

/** One line at a time. @throws the file system's error */
export async function* readLines(path: string): AsyncGenerator<string> {
  const input = createReadStream(path, 'utf8')
  try {
    yield* createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })
  } finally {
    input.destroy()
  }
}

/** @throws the file system's error */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
  return hash.digest('hex')
}
