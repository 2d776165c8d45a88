import { readFileSync } from 'node:fs';
import { TrustedRoot } from '@sigstore/protobuf-specs';

/** Whose signature counts, and what vouches for signers. */
export interface ReleaseTrust {
  /** the workflow that must have signed, with the tag it ran for, as Fulcio writes it into the certificate */
  identity: string;
  /** who told Fulcio that it was this workflow */
  issuer: string;
  /** certificate authorities and logs */
  root: TrustedRoot;
}

const rootFile: URL = new URL('../../../layers/trivy/sigstore-root.json', import.meta.url);

/** What Trivy's own release of this version must be signed with. */
export const releaseTrust = (version: string): ReleaseTrust => ({
  identity: `https://github.com/aquasecurity/trivy/.github/workflows/reusable-release.yaml@refs/tags/v${version}`,
  issuer: 'https://token.actions.githubusercontent.com',
  root: TrustedRoot.fromJSON(JSON.parse(readFileSync(rootFile, 'utf8'))),
});
