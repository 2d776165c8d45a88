import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DrydockError } from '../functions/errors.ts';

const keyBytes = 32;

/** The key of a data directory, made at its first start and readable by its owner only. Throws `bad_configuration`. */
export function deploymentKey(directory: string): Uint8Array {
  const path = join(directory, 'deployment-key');
  try {
    writeFileSync(path, `${randomBytes(keyBytes).toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const text = readFileSync(path, 'utf8').trim();
  if (!/^[0-9a-f]{64}$/.test(text)) {
    throw new DrydockError('bad_configuration', `${path} is no key of ${keyBytes} bytes in hex: restore or remove it`);
  }
  return Buffer.from(text, 'hex');
}
