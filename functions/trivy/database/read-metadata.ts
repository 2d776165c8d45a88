import { readFile } from 'node:fs/promises';
import { broken } from './broken.ts';

const day = 86_400_000;

/** Reads UpdatedAt of a metadata.json (ISO 8601). Rejects with DrydockError `database_broken` for another schema or a time to come. */
export async function readMetadata(path: string, version: number, now: number): Promise<{ updatedAt: string }> {
  const metadata = await parse(path);
  if (metadata.Version !== version)
    throw broken(`its schema is ${String(metadata.Version).slice(0, 20)}, not ${version}`);
  const updatedAt = typeof metadata.UpdatedAt === 'string' ? Date.parse(metadata.UpdatedAt) : Number.NaN;
  if (Number.isNaN(updatedAt)) throw broken('its metadata.json has no UpdatedAt');
  // A time to come would keep it from ever being called old.
  if (updatedAt > now + day) throw broken('its metadata.json is from the future');
  return { updatedAt: new Date(updatedAt).toISOString() };
}

async function parse(path: string): Promise<{ Version?: unknown; UpdatedAt?: unknown }> {
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'));
    if (typeof value === 'object' && value !== null) return value;
  } catch (cause) {
    throw broken('its metadata.json cannot be read', cause);
  }
  throw broken('its metadata.json is no object');
}
