/**
 * Gives back the memory of bytes that nobody will look at again, where they have it for themselves. What a scan receives is many times
 * this process's heap: left to the collector it is collected over and over, which takes longer than all else that is done to a layer.
 * No native code (a write, a decompressor) may still be reading them.
 */
export function freeMemory(bytes: Buffer): void {
  const { buffer } = bytes;
  if (buffer instanceof ArrayBuffer && buffer.byteLength === bytes.byteLength) buffer.transfer(0);
}
