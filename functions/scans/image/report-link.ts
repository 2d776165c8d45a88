import { timingSafeEqual } from 'node:crypto';
import { DrydockError } from '../../errors.ts';
import type { Clock, DeploymentKey } from '../ports.ts';
import { hmac } from './image-scan-id.ts';

/** Query of a link to a report on a host without a bucket: `key`, `expires` (seconds since 1970) and `signature`. */
export function signReportLink(deploymentKey: DeploymentKey, clock: Clock, key: string, seconds: number): string {
  const expires = String(Math.ceil(clock() / 1000) + seconds);
  return new URLSearchParams({ key, expires, signature: signatureOf(deploymentKey, key, expires) }).toString();
}

/** The key of the report that a link is for. Throws DrydockError `not_found` for what was not signed here or is over. */
export function openReportLink(deploymentKey: DeploymentKey, clock: Clock, query: URLSearchParams): string {
  const [key, expires, signature] = ['key', 'expires', 'signature'].map((name) => query.get(name) ?? '') as [
    string,
    string,
    string,
  ];
  const given = Buffer.from(signature);
  const expected = Buffer.from(signatureOf(deploymentKey, key, expires));
  const isOurs = given.length === expected.length && timingSafeEqual(given, expected);
  if (!isOurs || Number(expires) * 1000 <= clock()) throw new DrydockError('not_found', 'this link is over');
  return key;
}

const signatureOf = (deploymentKey: DeploymentKey, key: string, expires: string): string =>
  hmac(deploymentKey, 'drydock-report-link-1', [key, expires]);
