const MIB = 1024 ** 2
const GIB = 1024 ** 3

/** An empty qcow2 disk (version 3 header, by the format's specification) of this virtual size, padded to a file size. */
export function sampleQcow2(virtualGib: number, fileMib: number): Uint8Array {
  const file = filled(fileMib)
  const header = new DataView(file.buffer, 0, 512)
  for (let offset = 0; offset < 512; offset += 4) header.setUint32(offset, 0)
  header.setUint32(0, 0x51_46_49_fb)
  header.setUint32(4, 3)
  header.setUint32(20, 16) // cluster_bits
  header.setBigUint64(24, BigInt(virtualGib * GIB))
  header.setUint32(36, 1) // l1_size
  header.setBigUint64(40, BigInt(3 * 65_536)) // l1_table_offset
  header.setBigUint64(48, BigInt(65_536)) // refcount_table_offset
  header.setUint32(56, 1) // refcount_table_clusters
  header.setUint32(96, 4) // refcount_order
  header.setUint32(100, 104) // header_length
  return file
}

/** An ISO 9660 primary volume descriptor at sector 16, and nothing else of note. */
export function sampleIso(fileMib: number): Uint8Array {
  const file = filled(fileMib).fill(0, 0, 64 * 1024)
  file.set([1, ...new TextEncoder().encode('CD001'), 1], 16 * 2048)
  file.set([255, ...new TextEncoder().encode('CD001'), 1], 17 * 2048)
  return file
}

export function sampleRaw(fileMib: number): Uint8Array {
  return filled(fileMib)
}

function filled(mib: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(new ArrayBuffer(Math.round(mib * MIB))).fill(0xa5)
}
