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
