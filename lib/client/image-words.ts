import type { ImageStatus, Visibility } from '../domain/image.ts'

/** The service's words in ours: what each means to a person. */
export const STATUS_WORDS: Readonly<
  Record<ImageStatus, { readonly label: string; readonly meaning: string }>
> = {
  queued: { label: 'Queued', meaning: 'The image is described; its data has not been uploaded yet.' },
  saving: { label: 'Saving', meaning: 'Data is being received or verified.' },
  uploading: { label: 'Uploading', meaning: 'Data is being staged for an import.' },
  importing: { label: 'Importing', meaning: 'The service is fetching or converting the data.' },
  active: { label: 'Active', meaning: 'The data is complete and verified; the image can be used.' },
  deactivated: {
    label: 'Deactivated',
    meaning: 'The data is kept, but only administrators can download it.',
  },
  killed: { label: 'Failed', meaning: 'The upload failed; the image can only be deleted.' },
  pending_delete: { label: 'Being deleted', meaning: 'The data will be removed shortly.' },
  deleted: { label: 'Deleted', meaning: 'The image is gone.' },
}

export const VISIBILITY_WORDS: Readonly<
  Record<Visibility, { readonly label: string; readonly meaning: string }>
> = {
  private: { label: 'Private', meaning: 'Only this project sees it.' },
  shared: { label: 'Shared', meaning: 'This project and the projects you add as members see it.' },
  community: {
    label: 'Community',
    meaning: 'Everybody can use it; it is listed only for those who look for community images.',
  },
  public: { label: 'Public', meaning: 'Everybody sees it in their list.' },
}

export const DISK_FORMAT_CHOICES = [
  'raw',
  'qcow2',
  'vmdk',
  'vhd',
  'vhdx',
  'vdi',
  'iso',
  'ploop',
  'ami',
  'ari',
  'aki',
  'gpt',
] as const

export const CONTAINER_FORMAT_CHOICES = [
  'bare',
  'ovf',
  'ova',
  'docker',
  'ami',
  'ari',
  'aki',
  'compressed',
] as const
