import { createHash, type KeyObject, sign } from 'node:crypto';
import { bits, der, integer, objectId, octets, sequence, text, time, yes } from './der.ts';

export interface KeyPair {
  publicKey: KeyObject;
  privateKey: KeyObject;
}

export const spki = (key: KeyObject): Buffer => key.export({ type: 'spki', format: 'der' });
export const sha256 = (...parts: Uint8Array[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest();
export const signed = (bytes: Uint8Array, { privateKey }: KeyPair): Buffer => sign('sha256', bytes, privateKey);

const ecdsaWithSha256 = sequence(objectId('1.2.840.10045.4.3.2'));
const name = (common: string): Buffer => sequence(der(0x31, sequence(objectId('2.5.4.3'), text(common))));
const extension = (id: string, value: Buffer, critical = false): Buffer =>
  sequence(objectId(id), ...(critical ? [yes] : []), octets(value));

export interface Subject {
  issuer: string;
  subject: string;
  key: KeyObject;
  from: Date;
  to: Date;
}

function certificate(of: Subject, extensions: Buffer[], signer: KeyPair): Buffer {
  const body = toBeSigned(of, extensions);
  return sequence(body, ecdsaWithSha256, bits(signed(body, signer)));
}

/** RFC 5280, 4.1.2, version 3. */
const toBeSigned = ({ issuer, subject, key, from, to }: Subject, extensions: Buffer[]): Buffer =>
  sequence(
    der(0xa0, integer(2)),
    integer(1),
    ecdsaWithSha256,
    name(issuer),
    sequence(time(from), time(to)),
    name(subject),
    spki(key),
    der(0xa3, sequence(...extensions)),
  );

/** An authority that signs itself. */
export const authorityCertificate = (of: Subject, keys: KeyPair): Buffer =>
  certificate(
    of,
    [extension('2.5.29.19', sequence(yes), true), extension('2.5.29.15', Buffer.from([3, 2, 1, 6]))],
    keys,
  );

/** The workflow that asked for a certificate, and who says that it was this one. */
export interface Workflow {
  identity: string;
  issuer: string;
}

/** A certificate as Fulcio gives it: the workflow as URI, its issuer in an extension, and the stamp of a certificate log (RFC 6962, 3.3). */
export function workflowCertificate(of: Subject, workflow: Workflow, authority: KeyPair, log: KeyPair): Buffer {
  const extensions = [
    extension('2.5.29.37', sequence(objectId('1.3.6.1.5.5.7.3.3'))),
    extension('2.5.29.17', sequence(der(0x86, Buffer.from(workflow.identity))), true),
    extension('1.3.6.1.4.1.57264.1.8', text(workflow.issuer)),
  ];
  const stamp = certificateStamp(toBeSigned(of, extensions), of.from, authority, log);
  return certificate(of, [...extensions, extension('1.3.6.1.4.1.11129.2.4.2', octets(stamp))], authority);
}

function certificateStamp(body: Buffer, at: Date, authority: KeyPair, log: KeyPair): Buffer {
  const short = (value: number): Buffer => Buffer.from([value >> 8, value & 0xff]);
  const millis = Buffer.alloc(8);
  millis.writeBigUInt64BE(BigInt(at.getTime()));
  const length = Buffer.from([0, ...short(body.length)]);
  const entry = [short(1), sha256(spki(authority.publicKey)), length, body, short(0)];
  const signature = signed(Buffer.concat([Buffer.from([0, 0]), millis, ...entry]), log);
  const head = [Buffer.from([0]), sha256(spki(log.publicKey)), millis, short(0), Buffer.from([4, 3])];
  const stamp = Buffer.concat([...head, short(signature.length), signature]);
  return Buffer.concat([short(stamp.length + 2), short(stamp.length), stamp]);
}
