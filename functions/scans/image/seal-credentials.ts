import { type SealContext, seal, unseal } from '../../access/seal.ts';
import { DrydockError } from '../../errors.ts';
import type { DeploymentKey } from '../ports.ts';
import type { ImageCredentials, ScanMessage } from './ports.ts';

type Doorbell = Pick<ScanMessage, 'tenant' | 'id' | 'generation'>;

/** Registry credentials as a queue may hold them: only this deployment opens them, for this generation of this scan only. */
export function sealCredentials(key: DeploymentKey, message: Doorbell, credentials: ImageCredentials): string {
  const { username, password, token } = credentials;
  return seal(contextOf(key, message), JSON.stringify({ username, password, token }));
}

/** Throws DrydockError `credentials_gone` for what was sealed for another scan, under another key, or damaged. */
export function openCredentials(key: DeploymentKey, message: Doorbell, sealed: string): ImageCredentials {
  const text = unseal(contextOf(key, message), sealed);
  if (text !== undefined) return JSON.parse(text) as ImageCredentials;
  throw new DrydockError('credentials_gone', 'the registry credentials cannot be opened any more: ask again');
}

const contextOf = (key: DeploymentKey, { tenant, id, generation }: Doorbell): SealContext => ({
  key,
  purpose: 'drydock-registry-credentials-1',
  binding: `${tenant}#${id}#${generation}`,
});
