const NAMES: Record<string, string> = {
  raw: 'raw data without a known disk format',
  qcow2: 'a qcow2 disk image',
  vmdk: 'a VMDK disk image',
  vhd: 'a VHD disk image',
  vhdx: 'a VHDX disk image',
  vdi: 'a VDI disk image',
  qed: 'a QED disk image',
  iso: 'an ISO disc image',
  gpt: 'a raw disk with a partition table',
  luks: 'a LUKS-encrypted disk',
  ploop: 'a ploop disk image',
  gzip: 'a gzip-compressed file',
  xz: 'an xz-compressed file',
  zstd: 'a zstd-compressed file',
  zip: 'a zip archive',
  ami: 'an Amazon machine image',
  aki: 'an Amazon kernel image',
  ari: 'an Amazon ramdisk image',
}

/** A format within a sentence, with its article; a name that is not known stays as it is. */
export function describeFormat(format: string): string {
  return (Object.hasOwn(NAMES, format) && NAMES[format]) || `data in the format "${format}"`
}
