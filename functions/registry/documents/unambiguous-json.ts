import { DrydockError } from '../../errors.ts';

/**
 * Parses JSON that every reader understands alike. Trivy, as all Go programs, merges repeated keys and takes `Layers` or
 * `layerſ` for `layers`: a document checked here could be another one there. Throws DrydockError `broken_image`.
 */
export function parseUnambiguous(bytes: Uint8Array, what: string): unknown {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
  const value = parse(text, what);
  if (keysWritten(text) !== keysKept(value))
    throw new DrydockError('broken_image', `${what} says a key more than once`);
  return value;
}

/** Refuses keys that Go would take for one of the names. Throws DrydockError `broken_image`. */
export function refuseLookAlikes(value: unknown, names: readonly string[], what: string): void {
  if (typeof value !== 'object' || value === null) return;
  for (const key of Object.keys(value)) {
    if (!names.includes(key) && names.some((name) => fold(name) === fold(key))) {
      throw new DrydockError('broken_image', `${what} has a key that is almost one of ${names.join(', ')}`);
    }
  }
}

function parse(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new DrydockError('broken_image', `${what} is not JSON`, { cause: error });
  }
}

// Go compares by Unicode's simple folding, where ſ is an s and the Kelvin sign a k.
function fold(key: string): string {
  return key.toUpperCase().toLowerCase();
}

/** Strings followed by a colon, in text that is known to be JSON. */
function keysWritten(text: string): number {
  let keys = 0;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at)) {
    at += 1;
    while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
    at += 1;
    while (/\s/.test(text[at] ?? '')) at += 1;
    if (text[at] === ':') keys += 1;
  }
  return keys;
}

function keysKept(value: unknown): number {
  let keys = 0;
  const open = [value];
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next !== 'object' || next === null) continue;
    const values: unknown[] = Object.values(next);
    if (!Array.isArray(next)) keys += values.length;
    for (const inner of values) open.push(inner);
  }
  return keys;
}
