import { createCipheriv, createDecipheriv, createHmac, type KeyObject, randomBytes } from 'node:crypto';

/** The deployment's key, what the text is for, and what it belongs to: opened with any other it stays closed. */
export interface SealContext {
  key: KeyObject | Uint8Array;
  /** names the use and its version, such as `drydock-registry-credentials-1` */
  purpose: string;
  /** such as the row that holds it */
  binding: string;
}

const algorithm = 'aes-256-gcm';
const ivBytes = 12;
const tagBytes = 16;

/** A secret as a row or a message may hold it (AES-256-GCM, base64). */
export function seal(context: SealContext, text: string): string {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv(algorithm, sealingKey(context), iv).setAAD(Buffer.from(context.binding));
  const sealed = cipher.update(text, 'utf8');
  return Buffer.concat([iv, sealed, cipher.final(), cipher.getAuthTag()]).toString('base64');
}

/** The text; undefined for what was sealed elsewhere, or damaged. */
export function unseal(context: SealContext, sealed: string): string | undefined {
  try {
    const bytes = Buffer.from(sealed, 'base64');
    const iv = bytes.subarray(0, ivBytes);
    const decipher = createDecipheriv(algorithm, sealingKey(context), iv, { authTagLength: tagBytes })
      .setAAD(Buffer.from(context.binding))
      .setAuthTag(bytes.subarray(-tagBytes));
    return Buffer.concat([decipher.update(bytes.subarray(ivBytes, -tagBytes)), decipher.final()]).toString();
  } catch {
    return undefined;
  }
}

const sealingKey = ({ key, purpose }: SealContext): Buffer => createHmac('sha256', key).update(purpose).digest();
