import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { DrydockError } from '../../errors.ts';
import type { DeploymentKey } from '../ports.ts';
import type { ImageCredentials, ScanMessage } from './ports.ts';

type Doorbell = Pick<ScanMessage, 'tenant' | 'id' | 'generation'>;

const algorithm = 'aes-256-gcm';
const ivBytes = 12;
const tagBytes = 16;

/** Registry credentials as a queue may hold them: only this deployment opens them, for this generation of this scan only. */
export function sealCredentials(key: DeploymentKey, message: Doorbell, credentials: ImageCredentials): string {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv(algorithm, sealingKey(key), iv).setAAD(bindingOf(message));
  const { username, password, token } = credentials;
  const text = cipher.update(JSON.stringify({ username, password, token }), 'utf8');
  return Buffer.concat([iv, text, cipher.final(), cipher.getAuthTag()]).toString('base64');
}

/** Throws DrydockError `credentials_gone` for what was sealed for another scan, under another key, or damaged. */
export function openCredentials(key: DeploymentKey, message: Doorbell, sealed: string): ImageCredentials {
  try {
    const bytes = Buffer.from(sealed, 'base64');
    const decipher = createDecipheriv(algorithm, sealingKey(key), bytes.subarray(0, ivBytes), {
      authTagLength: tagBytes,
    })
      .setAAD(bindingOf(message))
      .setAuthTag(bytes.subarray(-tagBytes));
    const text = Buffer.concat([decipher.update(bytes.subarray(ivBytes, -tagBytes)), decipher.final()]);
    return JSON.parse(text.toString()) as ImageCredentials;
  } catch {
    // Without the cause: it may quote what could not be read.
    throw new DrydockError('credentials_gone', 'the registry credentials cannot be opened any more: ask again');
  }
}

const sealingKey = (key: DeploymentKey): Buffer =>
  createHmac('sha256', key).update('drydock-registry-credentials-1').digest();

const bindingOf = ({ tenant, id, generation }: Doorbell): Buffer => Buffer.from(`${tenant}#${id}#${generation}`);
