import { createHash } from 'node:crypto';
import type { LockedBuild, TrivyLock } from '../../../scripts/trivy-layer/lock.ts';

/** The header of a program for a machine: 0x3e amd64, 0xb7 arm64. */
export const elf = (machine: number, type = 2): Buffer => {
  const head = Buffer.alloc(64);
  head.writeUInt32BE(0x7f454c46, 0);
  head.set([2, 1, 1], 4);
  head.writeUInt16LE(type, 16);
  head.writeUInt16LE(machine, 18);
  return head;
};
export const program: Buffer = elf(0x3e);
export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
/** Knows that program for amd64. */
export const lockWith = (build: Partial<LockedBuild> = {}): TrivyLock => ({
  version: '0.68.2',
  architecture: 'amd64',
  builds: { amd64: { binary: sha256(program), ...build } },
});
