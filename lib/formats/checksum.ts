/** CRC-32 as GPT uses it (ISO 3309, reflected polynomial). */
export const crc32 = createCrc(0xedb88320)
/** CRC-32C (Castagnoli) as VHDX uses it. */
export const crc32c = createCrc(0x82f63b78)

/** Checksum of a structure that holds its own checksum in four bytes at `fieldOffset`, which count as zero. */
export function checksumWithout(
  crc: (bytes: Uint8Array) => number,
  bytes: Uint8Array,
  fieldOffset: number,
): number {
  const copy = bytes.slice()
  copy.fill(0, fieldOffset, fieldOffset + 4)
  return crc(copy)
}

function createCrc(polynomial: number): (bytes: Uint8Array) => number {
  const table = Uint32Array.from({ length: 256 }, (_, byte) => {
    let value = byte
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ polynomial : value >>> 1
    return value >>> 0
  })
  return (bytes) => {
    let crc = 0xffffffff
    for (const byte of bytes) crc = (crc >>> 8) ^ (table[(crc ^ byte) & 0xff] ?? 0)
    return (crc ^ 0xffffffff) >>> 0
  }
}
