import { type FileHandle, open } from 'node:fs/promises'

/** Opens a file of our own, and closes it whatever becomes of the work. @throws the file system's error, and what `work` throws */
export async function withFile<T>(
  path: string,
  flags: 'r' | 'r+' | 'w',
  work: (file: FileHandle) => Promise<T>,
): Promise<T> {
  const file = await open(/* turbopackIgnore: true */ path, flags, 0o600)
  try {
    return await work(file)
  } finally {
    await file.close()
  }
}
