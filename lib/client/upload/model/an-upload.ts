import type { Upload, UploadFault } from './upload.ts'

/** An upload for tests: 1,000 bytes, queued, its file at hand. */
export function anUpload(changes: Partial<Upload> = {}): Upload {
  return {
    id: '11111111-1111-4111-8111-111111111111',
    file: { name: 'debian-12.qcow2', sizeBytes: 1000, lastModifiedMs: 1 },
    fingerprint: 'sha256:aa',
    draft: {
      name: 'debian-12',
      diskFormat: 'qcow2',
      containerFormat: 'bare',
      visibility: 'shared',
      isProtected: false,
      minDiskGb: 0,
      minRamMb: 0,
      tags: [],
      properties: {},
      expectedHash: null,
    },
    owner: { userId: 'user', projectId: 'project' },
    createdAtMs: 0,
    ownsImage: true,
    imageRecord: 'made',
    hasFile: true,
    hasHandle: false,
    uploadUrl: '/uploads/1',
    ackedBytes: 200,
    chunkBytes: 300,
    attempts: 0,
    state: { at: 'queued' },
    ...changes,
  }
}

/** A refusal for tests: the data is not what its format says, and nothing can be done about that here. */
export function aFault(changes: Partial<UploadFault> = {}): UploadFault {
  return {
    ...{ status: 415, requestId: 'req-1', canRetry: false },
    ...{ reason: { code: 'otherFormat' }, said: 'Not a qcow2 image.' },
    ...changes,
  }
}
