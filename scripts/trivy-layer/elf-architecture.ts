import type { LayerArchitecture } from './lock.ts';

const machines: ReadonlyMap<number, LayerArchitecture> = new Map([
  [0x3e, 'amd64'],
  [0xb7, 'arm64'],
]);

/** Architecture of a little-endian 64-bit ELF program (its header: class, data, e_type, e_machine). Throws for anything else. */
export function elfArchitecture(head: Uint8Array): LayerArchitecture {
  const bytes = Buffer.from(head.subarray(0, 20));
  const isElf = bytes.length === 20 && bytes.readUInt32BE(0) === 0x7f454c46 && bytes[4] === 2 && bytes[5] === 1;
  // 2: executable, 3: position-independent executable.
  const isProgram = isElf && [2, 3].includes(bytes.readUInt16LE(16));
  const architecture = isProgram ? machines.get(bytes.readUInt16LE(18)) : undefined;
  if (architecture === undefined) throw new Error('this is no Linux program for amd64 or arm64');
  return architecture;
}
