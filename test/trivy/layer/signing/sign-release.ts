import { generateKeyPairSync } from 'node:crypto';
import { TrustedRoot } from '@sigstore/protobuf-specs';
import {
  authorityCertificate,
  type KeyPair,
  sha256,
  signed,
  spki,
  type Workflow,
  workflowCertificate,
} from './certificates.ts';

const keys = (): KeyPair => generateKeyPairSync('ec', { namedCurve: 'P-256' });
const minutes = (date: Date, count: number): Date => new Date(date.getTime() + count * 60_000);
const logUrl = 'https://log.test';

/** An authority and two logs of our own, in the place of Sigstore's. */
export interface SigningWorld {
  root: TrustedRoot;
  /** Sigstore's bundle (version 0.3) of a signature over these bytes. */
  sign(bytes: Uint8Array, workflow: Workflow, at?: Date): SignedBundle;
}

export type SignedBundle = ReturnType<typeof bundleOf>;

/** `until`: when the root ceases to trust the authority. */
export function signingWorld(now: Date, until?: Date): SigningWorld {
  const [authority, certificateLog, log] = [keys(), keys(), keys()];
  const span = { from: minutes(now, -60), to: minutes(now, 60) };
  const rootCertificate = authorityCertificate(
    { issuer: 'test', subject: 'test', key: authority.publicKey, ...span },
    authority,
  );
  const validFor = { start: span.from.toISOString(), ...(until && { end: until.toISOString() }) };
  const root = TrustedRoot.fromJSON({
    mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
    tlogs: [logOf(log)],
    ctlogs: [logOf(certificateLog)],
    certificateAuthorities: [
      { certChain: { certificates: [{ rawBytes: rootCertificate.toString('base64') }] }, validFor },
    ],
    timestampAuthorities: [],
  });
  return {
    root,
    sign(bytes, workflow, at = now) {
      const signer = keys();
      const subject = {
        issuer: 'test',
        subject: 'x',
        key: signer.publicKey,
        from: minutes(at, -1),
        to: minutes(at, 9),
      };
      const certificate = workflowCertificate(subject, workflow, authority, certificateLog);
      return bundleOf(sha256(bytes), signed(bytes, signer), certificate, at, log);
    },
  };
}

const logOf = ({ publicKey }: KeyPair) => ({
  baseUrl: logUrl,
  hashAlgorithm: 'SHA2_256',
  publicKey: { rawBytes: spki(publicKey).toString('base64'), keyDetails: 'PKIX_ECDSA_P256_SHA_256', validFor: {} },
  logId: { keyId: sha256(spki(publicKey)).toString('base64') },
});

function bundleOf(digest: Buffer, signature: Buffer, certificate: Buffer, at: Date, log: KeyPair) {
  const pem = `-----BEGIN CERTIFICATE-----\n${certificate.toString('base64')}\n-----END CERTIFICATE-----\n`;
  const spec = {
    data: { hash: { algorithm: 'sha256', value: digest.toString('hex') } },
    signature: {
      content: signature.toString('base64'),
      publicKey: { content: Buffer.from(pem).toString('base64') },
    },
  };
  const body = Buffer.from(JSON.stringify({ apiVersion: '0.0.1', kind: 'hashedrekord', spec }));
  return {
    mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
    verificationMaterial: {
      certificate: { rawBytes: certificate.toString('base64') },
      tlogEntries: [logEntry(body, at, log)],
    },
    messageSignature: {
      messageDigest: { algorithm: 'SHA2_256', digest: digest.toString('base64') },
      signature: signature.toString('base64'),
    },
  };
}

/** The only entry of a log: its hash is that of the tree (RFC 6962, 2.1). */
function logEntry(body: Buffer, at: Date, log: KeyPair) {
  const id = sha256(spki(log.publicKey));
  const integratedTime = Math.floor(at.getTime() / 1_000);
  // Keys in the order of RFC 8785, which is what the log signs.
  const promise = { body: body.toString('base64'), integratedTime, logID: id.toString('hex'), logIndex: 0 };
  const tree = sha256(Buffer.from([0]), body).toString('base64');
  const note = `log.test\n1\n${tree}\n`;
  const mark = Buffer.concat([id.subarray(0, 4), signed(Buffer.from(note), log)]).toString('base64');
  return {
    logIndex: '0',
    logId: { keyId: id.toString('base64') },
    kindVersion: { kind: 'hashedrekord', version: '0.0.1' },
    integratedTime: String(integratedTime),
    inclusionPromise: { signedEntryTimestamp: signed(Buffer.from(JSON.stringify(promise)), log).toString('base64') },
    inclusionProof: {
      logIndex: '0',
      rootHash: tree,
      treeSize: '1',
      hashes: [],
      checkpoint: { envelope: `${note}\n\u2014 log.test ${mark}\n` },
    },
    canonicalizedBody: body.toString('base64'),
  };
}
