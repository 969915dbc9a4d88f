import type { Upload } from '../model/upload.ts'

/** What outlives the page: the upload, and where the browser allows it a handle of its file. */
export interface UploadRecord {
  readonly upload: Upload
  readonly handle: FileSystemFileHandle | null
}

export interface UploadRecords {
  /** False when this browser keeps nothing (some private windows): closing the page then ends unfinished uploads. */
  isLasting(): boolean
  all(): Promise<readonly UploadRecord[]>
  get(id: string): Promise<UploadRecord | null>
  put(record: UploadRecord): Promise<void>
  drop(id: string): Promise<void>
}

const DATABASE = 'vitrine-uploads'
const STORE = 'uploads'

/** Records in IndexedDB, which (unlike localStorage) can keep file handles. A broken database is an empty one. */
export function openUploadRecords(): UploadRecords {
  let isLasting = typeof indexedDB !== 'undefined'
  const opening = isLasting ? openDatabase() : Promise.resolve(null)

  async function run<T>(
    mode: IDBTransactionMode,
    ask: (store: IDBObjectStore) => IDBRequest<T>,
  ): Promise<T | null> {
    const database = await opening.catch(() => null)
    if (database === null) {
      isLasting = false
      return null
    }
    return answered(ask(database.transaction(STORE, mode).objectStore(STORE))).catch(() => null)
  }
  return {
    isLasting: () => isLasting,
    all: async () => (await run<UploadRecord[]>('readonly', (store) => store.getAll())) ?? [],
    get: async (id) => (await run<UploadRecord | undefined>('readonly', (store) => store.get(id))) ?? null,
    put: async (record) => void (await run('readwrite', (store) => store.put(record, record.upload.id))),
    drop: async (id) => void (await run('readwrite', (store) => store.delete(id))),
  }
}

function openDatabase(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, 1)
  request.onupgradeneeded = () => request.result.createObjectStore(STORE)
  return answered(request)
}

function answered<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('IndexedDB failed'))
  })
}
