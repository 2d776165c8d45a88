import { createHash, createHmac, type KeyObject } from 'node:crypto';
import type { RandomBytes } from './ports.ts';

export interface ApiKey {
  /** 12 letters and digits: names the key in lists and logs */
  id: string;
  /** 32 letters and digits, 190 bits */
  secret: string;
}

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const idLength = 12;
const secretLength = 32;
const checksumLength = 6;
const wholeKey = /^ddk_([0-9A-Za-z]{12})_([0-9A-Za-z]{32})([0-9A-Za-z]{6})$/;

export const isKeyId = (text: string): boolean => /^[0-9A-Za-z]{12}$/.test(text);

export function newApiKey(random: RandomBytes): ApiKey {
  return { id: randomText(random, idLength), secret: randomText(random, secretLength) };
}

/** `ddk_<id>_<secret><checksum>`, the form that docs/access.md tells secret scanners to look for. */
export function formatApiKey({ id, secret }: ApiKey): string {
  const body = `ddk_${id}_${secret}`;
  return body + checksumOf(body);
}

/** Undefined for every text that is not a key in full, its checksum included. */
export function parseApiKey(text: string): ApiKey | undefined {
  const [, id, secret, checksum] = wholeKey.exec(text) ?? [];
  if (id === undefined || secret === undefined) return undefined;
  return checksumOf(`ddk_${id}_${secret}`) === checksum ? { id, secret } : undefined;
}

/** What is kept of a secret: 32 bytes. */
export const secretMac = (pepper: KeyObject | Uint8Array, { id, secret }: ApiKey): Buffer =>
  createHmac('sha256', pepper).update(`drydock-key-1 ${id} ${secret}`).digest();

// The first 32 bits of a SHA-256 in base 62: six characters hold them.
function checksumOf(body: string): string {
  let rest = createHash('sha256').update(body).digest().readUInt32BE(0);
  let text = '';
  for (let i = 0; i < checksumLength; i += 1) {
    text = alphabet[rest % alphabet.length] + text;
    rest = Math.floor(rest / alphabet.length);
  }
  return text;
}

// Bytes from 248 on are left out: with them the first characters of the alphabet would come more often.
function randomText(random: RandomBytes, length: number): string {
  let text = '';
  while (text.length < length) {
    for (const byte of random(length)) {
      if (byte < 248 && text.length < length) text += alphabet[byte % alphabet.length];
    }
  }
  return text;
}
