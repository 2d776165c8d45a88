import { describe, expect, it } from 'vitest';
import { releaseTrust } from '../../../scripts/trivy-layer/signature/release-trust.ts';
import { verifyRelease } from '../../../scripts/trivy-layer/signature/verify-release.ts';
import { type SignedBundle, signingWorld } from './signing/sign-release.ts';

const now = new Date('2026-01-02T03:04:05Z');
const bytes = Buffer.from('archive');
const { identity, issuer, root: published } = releaseTrust('0.68.2');
const world = signingWorld(now);
const trust = { identity, issuer, root: world.root };
const workflow = { identity, issuer };
const verify = (bundle: SignedBundle | string, of = bytes, by = trust) =>
  verifyRelease(of, typeof bundle === 'string' ? bundle : JSON.stringify(bundle), by, 'trivy.tar.gz');

describe('the signature of a release', () => {
  it('signature: one by the release workflow of this version is accepted', () => {
    expect(() => verify(world.sign(bytes, workflow))).not.toThrow();
  });

  it('signature: of other bytes it is refused', () => {
    const bundle = world.sign(bytes, workflow);
    expect(() => verify(bundle, Buffer.from('changed'))).toThrow('signature verification failed');
  });

  it.each([
    ['another repository', identity.replace('aquasecurity', 'evil')],
    ['another workflow', identity.replace('reusable-release', 'test')],
    ['another tag', identity.replace('v0.68.2', 'v0.68.1')],
    ['a longer name', `${identity}x`],
    ['a name around it', `https://evil.test/${identity}`],
    ['a name that fits only as a pattern', identity.replaceAll('.', 'x')],
  ])('signature: by %s it is refused', (_, other) => {
    expect(() => verify(world.sign(bytes, { identity: other, issuer }))).toThrow('it was signed by');
  });

  it('signature: of a workflow that somebody else vouches for it is refused', () => {
    const bundle = world.sign(bytes, { identity, issuer: 'https://issuer.test' });
    expect(() => verify(bundle)).toThrow('it was signed by');
  });

  it('signature: by an authority and logs of somebody else it is refused', () => {
    const bundle = signingWorld(now).sign(bytes, workflow);
    expect(() => verify(bundle)).toThrow('not signed as it must be');
    expect(() => verify(bundle, bytes, { ...trust, root: published })).toThrow('not signed as it must be');
  });

  it('signature: after the root ceased to trust the authority it is refused', () => {
    const expired = signingWorld(now, new Date(now.getTime() - 1_000));
    const bundle = expired.sign(bytes, workflow);
    expect(() => verify(bundle, bytes, { ...trust, root: expired.root })).toThrow('Failed to verify certificate chain');
    const earlier = expired.sign(bytes, workflow, new Date(now.getTime() - 60_000));
    expect(() => verify(earlier, bytes, { ...trust, root: expired.root })).not.toThrow();
  });

  it('signature: a certificate that had expired when the log saw it is refused', () => {
    const bundle = world.sign(bytes, workflow, new Date(now.getTime() - 30 * 60_000));
    const later = world.sign(bytes, workflow);
    bundle.verificationMaterial.tlogEntries = later.verificationMaterial.tlogEntries;
    expect(() => verify(bundle)).toThrow('not signed as it must be');
  });

  it.each<[string, (bundle: SignedBundle) => void]>([
    ['no entry in the log', ({ verificationMaterial }) => verificationMaterial.tlogEntries.splice(0)],
    ['the entry of another file', (bundle) => swapEntry(bundle)],
    [
      'an entry without a proof',
      ({ verificationMaterial }) => spoil(verificationMaterial.tlogEntries[0]!, 'inclusionProof'),
    ],
    [
      'an entry whose time is not signed',
      ({ verificationMaterial }) => spoil(verificationMaterial.tlogEntries[0]!, 'inclusionPromise'),
    ],
    [
      'a time that was changed',
      ({ verificationMaterial }) => (verificationMaterial.tlogEntries[0]!.integratedTime = '1767323000'),
    ],
    ['no certificate', ({ verificationMaterial }) => spoil(verificationMaterial, 'certificate')],
    ['no signature', (bundle) => spoil(bundle, 'messageSignature')],
  ])('signature: a bundle with %s is refused', (_, change) => {
    const bundle = world.sign(bytes, workflow);
    change(bundle);
    expect(() => verify(bundle)).toThrow('not signed as it must be');
  });

  it('signature: a bundle that carries its own content is refused, it says nothing about the file', () => {
    const { messageSignature, ...rest } = world.sign(bytes, workflow);
    const dsseEnvelope = {
      payload: bytes.toString('base64'),
      payloadType: 'application/vnd.in-toto+json',
      signatures: [{ sig: messageSignature.signature }],
    };
    expect(() => verify(JSON.stringify({ ...rest, dsseEnvelope }))).toThrow('holds no signature of a file');
  });

  it('signature: a bare key is no workflow', () => {
    const { verificationMaterial, ...rest } = world.sign(bytes, workflow);
    const material = { publicKey: { hint: '' }, tlogEntries: verificationMaterial.tlogEntries };
    expect(() => verify(JSON.stringify({ ...rest, verificationMaterial: material }))).toThrow(
      'not signed as it must be',
    );
  });

  it.each(['', 'null', '{}', '<html>'])('signature: %j is no bundle', (text) => {
    expect(() => verify(text)).toThrow('not signed as it must be');
  });

  it('signature: the committed root knows authorities and logs that are still in use', () => {
    const inUse = (validFor?: { end?: Date | undefined }) => validFor?.end === undefined;
    expect(published.certificateAuthorities.some((authority) => inUse(authority.validFor))).toBe(true);
    for (const logs of [published.tlogs, published.ctlogs]) {
      expect(logs.some((log) => inUse(log.publicKey?.validFor))).toBe(true);
    }
  });
});

const spoil = (from: object, key: string): void => {
  Reflect.deleteProperty(from, key);
};
function swapEntry(bundle: SignedBundle): void {
  const other = world.sign(Buffer.from('other'), workflow);
  bundle.verificationMaterial.tlogEntries = other.verificationMaterial.tlogEntries;
}
