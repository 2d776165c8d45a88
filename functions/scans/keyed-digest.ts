import { hash, type KeyObject } from 'node:crypto';
import type { DeploymentKey } from './ports.ts';

/** Of SHA-256. */
const blockBytes = 64;
const digestBytes = 32;

/**
 * HMAC-SHA-256 as RFC 2104 has it, in hex, of a text followed by bytes. Two one-shot digests over a key prepared once: node's Hmac objects,
 * one for each request, take longer than what they hash.
 */
export function keyedDigest(key: DeploymentKey): (text: string, bytes: Uint8Array) => string {
  const secret = blockOf(key);
  const inner = secret.map((byte) => byte ^ 0x36);
  const outer = Buffer.alloc(blockBytes + digestBytes);
  outer.set(secret.map((byte) => byte ^ 0x5c));
  return (text, bytes) => {
    const message = Buffer.concat([inner, Buffer.from(text), bytes]);
    outer.write(hash('sha256', message, 'hex'), blockBytes, 'hex');
    return hash('sha256', outer, 'hex');
  };
}

function blockOf(key: DeploymentKey): Uint8Array {
  const bytes = key instanceof Uint8Array ? key : exported(key);
  const block = new Uint8Array(blockBytes);
  block.set(bytes.length > blockBytes ? hash('sha256', bytes, 'buffer') : bytes);
  return block;
}

const exported = (key: KeyObject): Uint8Array => key.export();
