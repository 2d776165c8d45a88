import { type Bundle, bundleFromJSON, isBundleWithMessageSignature, type SerializedBundle } from '@sigstore/bundle';
import { toSignedEntity, toTrustMaterial, Verifier } from '@sigstore/verify';
import type { ReleaseTrust } from './release-trust.ts';

/**
 * Throws unless the bundle (JSON of Sigstore's format) holds a signature of exactly these bytes by the trusted workflow: certificate of
 * a trusted authority at the time of signing, seen by a certificate log, and an entry in a transparency log.
 */
export function verifyRelease(bytes: Buffer, bundle: string, trust: ReleaseTrust, what: string): void {
  try {
    const thresholds = { ctlogThreshold: 1, tlogThreshold: 1, timestampThreshold: 1 };
    const verifier = new Verifier(toTrustMaterial(trust.root), thresholds);
    const { identity } = verifier.verify(toSignedEntity(readBundle(bundle), bytes));
    // Compared here, because the library takes a policy as a pattern that may match anywhere.
    const signer = `${identity?.subjectAlternativeName} of ${identity?.extensions?.issuer}`;
    if (signer !== `${trust.identity} of ${trust.issuer}`) throw new Error(`it was signed by ${signer}`);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`${what} is not signed as it must be: ${why}`, { cause: error });
  }
}

function readBundle(json: string): Bundle {
  const bundle = bundleFromJSON(JSON.parse(json) as SerializedBundle);
  // An attestation carries its own content: its signature would say nothing about our bytes.
  if (!isBundleWithMessageSignature(bundle)) throw new Error('the bundle holds no signature of a file');
  return bundle;
}
