import { createHmac } from 'node:crypto';
import type { DeploymentKey } from '../ports.ts';

/** What makes two requests the same scan. */
export interface ImageScanIdentity {
  tenant: string;
  /** the digest, or the whole reference while it is not resolved */
  subject: string;
  platform: string;
  scanners: string;
  /** generation of the database */
  database: string;
}

/**
 * `i` and 32 hex digits, so that it is never the id of a manifest scan. The same image, platform, scanners and database have
 * the same id: one conditional write of one row is the single flight.
 */
export function imageScanId(deploymentKey: DeploymentKey, identity: ImageScanIdentity): string {
  const { tenant, subject, platform, scanners, database } = identity;
  return `i${hmac(deploymentKey, 'drydock-image-scan-1', [tenant, subject, platform, scanners, database]).slice(0, 32)}`;
}

/** Whether a text can be the id of an image scan at all. */
export const isImageScanId = (text: string): boolean => /^i[0-9a-f]{32}$/.test(text);

/** HMAC-SHA-256 in hex digits of parts that are each preceded by their length. */
export function hmac(deploymentKey: DeploymentKey, purpose: string, parts: readonly string[]): string {
  const text = parts.map((part) => `${part.length}:${part}`).join('');
  return createHmac('sha256', deploymentKey).update(`${purpose} ${text}`).digest('hex');
}
