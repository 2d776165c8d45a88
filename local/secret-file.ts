import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DrydockError } from '../functions/errors.ts';

const secretBytes = 32;

/** A secret of a data directory, made when first asked for and readable by its owner only. Throws `bad_configuration`. */
export function secretFile(directory: string, name: 'deployment-key' | 'pepper'): Uint8Array {
  const path = join(directory, name);
  try {
    writeFileSync(path, `${randomBytes(secretBytes).toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const text = readFileSync(path, 'utf8').trim();
  if (!/^[0-9a-f]{64}$/.test(text)) {
    throw new DrydockError(
      'bad_configuration',
      `${path} is no key of ${secretBytes} bytes in hex: restore or remove it`,
    );
  }
  return Buffer.from(text, 'hex');
}
