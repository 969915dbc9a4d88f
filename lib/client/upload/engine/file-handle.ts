/** The part of the File System Access API that TypeScript does not know yet. */
interface AskableHandle extends FileSystemFileHandle {
  queryPermission?(options: { mode: 'read' }): Promise<PermissionState>
  requestPermission?(options: { mode: 'read' }): Promise<PermissionState>
}

/**
 * Reads a file through a stored handle. `silently`: only where the browser still allows it; `asking`: the browser may
 * ask the person, which it does only after a click. Null when it is not allowed or the file is gone.
 */
export async function readThroughHandle(
  handle: FileSystemFileHandle,
  how: 'silently' | 'asking',
): Promise<File | null> {
  const askable: AskableHandle = handle
  const mode = { mode: 'read' } as const
  try {
    const present = (await askable.queryPermission?.(mode)) ?? 'granted'
    const permission =
      present === 'prompt' && how === 'asking' ? await askable.requestPermission?.(mode) : present
    return permission === 'granted' ? await handle.getFile() : null
  } catch {
    return null
  }
}
