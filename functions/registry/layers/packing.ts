/** Bytes that tell how a layer is packed. */
export const magicBytes = 4;

/** By its first bytes, as scanners do: the media type may say anything. */
export function packingOf(head: Buffer): 'gzip' | 'zstd' | 'none' {
  if (head.readUInt16BE() === 0x1f8b) return 'gzip';
  const magic = head.readUInt32LE();
  return magic === 0xfd2fb528 || magic >>> 4 === 0x184d2a5 ? 'zstd' : 'none';
}
