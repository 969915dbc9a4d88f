/** A file that a person chose or dropped; with a handle the browser can read it again after a reload. */
export interface ChosenFile {
  readonly file: File
  readonly handle: FileSystemFileHandle | null
}

interface PickerWindow {
  showOpenFilePicker?(options: { multiple: boolean }): Promise<FileSystemFileHandle[]>
}

/** Whether the browser's own picker gives handles. Elsewhere a file input is the way. */
export function hasHandlePicker(): boolean {
  return typeof (window as PickerWindow).showOpenFilePicker === 'function'
}

/** Opens the browser's picker. Empty when the person cancels. Needs a click. */
export async function pickFiles(isMultiple: boolean): Promise<readonly ChosenFile[]> {
  try {
    const handles = (await (window as PickerWindow).showOpenFilePicker?.({ multiple: isMultiple })) ?? []
    return await Promise.all(handles.map(async (handle) => ({ file: await handle.getFile(), handle })))
  } catch {
    return []
  }
}

interface HandleItem extends DataTransferItem {
  getAsFileSystemHandle?(): Promise<FileSystemHandle | null>
}

/** The files of a drop. Call it within the event: afterwards the browser empties it. Folders are left out. */
export async function droppedFiles(transfer: DataTransfer): Promise<readonly ChosenFile[]> {
  const items = [...transfer.items].filter(({ kind }) => kind === 'file')
  const chosen = items.map((item: HandleItem) => {
    const file = item.getAsFile()
    const isFolder = item.webkitGetAsEntry()?.isDirectory ?? false
    const handle = item.getAsFileSystemHandle?.().catch(() => null) ?? Promise.resolve(null)
    return { file: isFolder ? null : file, handle }
  })
  return Promise.all(
    chosen.flatMap(({ file, handle }) =>
      file === null ? [] : [handle.then((found) => ({ file, handle: asFileHandle(found) }))],
    ),
  )
}

function asFileHandle(handle: FileSystemHandle | null): FileSystemFileHandle | null {
  return handle?.kind === 'file' ? (handle as FileSystemFileHandle) : null
}
