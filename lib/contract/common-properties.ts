import { UUID_PATTERN } from './text.ts'

const imageReference = (description: string) => ({
  type: ['null', 'string'],
  pattern: UUID_PATTERN,
  description,
})
const text = (description: string) => ({ type: 'string', description })

/** Additional properties that Nova, Cinder and others agree on: the site's schema where it has none of its own. */
export const COMMON_PROPERTIES = {
  kernel_id: imageReference('The image with the kernel to boot an AMI-style image with.'),
  ramdisk_id: imageReference('The image with the ramdisk to boot an AMI-style image with.'),
  instance_uuid: text('The server that the image was made from.'),
  architecture: text('The processor architecture that the image runs on.'),
  os_distro: text('The short name of the operating system.'),
  os_version: text('The version of the operating system, as its maker writes it.'),
  description: text('What the image is, for people.'),
  cinder_encryption_key_id: text('The key of an encrypted volume in the key manager.'),
  cinder_encryption_key_deletion_policy: {
    type: 'string',
    enum: ['on_image_deletion', 'do_not_delete'],
    description: 'Whether the key goes with the image.',
  },
} as const
