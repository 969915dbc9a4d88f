import { createKeptByName } from '../kept-by-name.ts'
import type { Properties } from './property-rows.ts'

/**
 * Properties that belong together, for images of one kind. What they are called stands in the texts.
 * The clock of a guest has no property of its own: Nova gives Windows the local time by `os_type`.
 */
export const PRESETS = {
  linux: {
    os_type: 'linux',
    hw_disk_bus: 'scsi',
    hw_scsi_model: 'virtio-scsi',
    hw_vif_model: 'virtio',
    hw_rng_model: 'virtio',
    hw_qemu_guest_agent: 'yes',
  },
  windows: {
    os_type: 'windows',
    hw_disk_bus: 'scsi',
    hw_scsi_model: 'virtio-scsi',
    hw_vif_model: 'virtio',
    hw_pointer_model: 'usbtablet',
    hw_qemu_guest_agent: 'yes',
  },
  windowsPlain: {
    os_type: 'windows',
    hw_disk_bus: 'sata',
    hw_vif_model: 'e1000e',
    hw_pointer_model: 'usbtablet',
  },
  secureBoot: {
    hw_firmware_type: 'uefi',
    hw_machine_type: 'q35',
    os_secure_boot: 'required',
    hw_tpm_version: '2.0',
    hw_tpm_model: 'tpm-crb',
  },
  installation: { hw_cdrom_bus: 'sata', hw_disk_bus: 'virtio', hw_boot_menu: 'true' },
  rescue: { hw_rescue_device: 'disk', hw_rescue_bus: 'virtio' },
  appliance: {
    hw_disk_bus: 'virtio',
    hw_vif_model: 'virtio',
    hw_vif_multiqueue_enabled: 'true',
    hw_rng_model: 'virtio',
    hw_watchdog_action: 'reset',
  },
} as const satisfies Readonly<Record<string, Properties>>

export const PRESET_NAMES = Object.keys(PRESETS) as (keyof typeof PRESETS)[]

/** A preset that a person has made. */
interface OwnPreset {
  readonly name: string
  readonly properties: Properties
}

/** The presets that were saved in this browser. */
export const ownPresets = createKeptByName<OwnPreset>({
  key: 'vitrine-presets',
  most: 30,
  isItem: isPreset,
})

function isPreset(value: object): value is OwnPreset {
  const { name, properties } = value as Partial<OwnPreset>
  return (
    typeof name === 'string' &&
    name !== '' &&
    typeof properties === 'object' &&
    properties !== null &&
    Object.values(properties).every((text) => typeof text === 'string')
  )
}
