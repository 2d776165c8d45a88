import { keyedDigest } from './keyed-digest.ts';
import type { DeploymentKey } from './ports.ts';

/** Everything that decides what a scan answers, and for whom. */
export interface ScanIdentity {
  tenant: string;
  body: Uint8Array;
  engine: string;
  kubernetesVersion: string;
  schemaLocation: string;
  /** canonical: see scan-options.ts */
  options: string;
}

/**
 * Ids of scans, 32 hex digits: HMAC-SHA-256 under the deployment's key, so that an id tells nothing about a manifest to those who can only
 * guess it. Every part is preceded by its length: no two identities give the same bytes.
 */
export function scanIds(deploymentKey: DeploymentKey): (identity: ScanIdentity) => string {
  const digest = keyedDigest(deploymentKey);
  return ({ tenant, engine, kubernetesVersion, schemaLocation, options, body }) => {
    let head = 'drydock-manifest-scan-1 ';
    for (const part of [tenant, engine, kubernetesVersion, schemaLocation, options]) head += `${part.length}:${part}`;
    return digest(`${head}${body.byteLength}:`, body).slice(0, 32);
  };
}

/** Whether a text can be the id of a scan at all. */
export const isScanId = (text: string): boolean => /^[0-9a-f]{32}$/.test(text);
