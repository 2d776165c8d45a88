import { createSecretKey } from 'node:crypto';
import type { Pepper } from '../../access/ports.ts';
import type { SigningCredentials } from '../objects/signing-key.ts';
import { reachStorage } from '../storage-unavailable.ts';
import { signPost } from './sign-post.ts';

export interface SecretPepperOptions {
  /** name or ARN of a secret in Secrets Manager */
  secretId: string;
  /** as the configuration of an SDK client has them */
  aws: { region(): Promise<string>; credentials(): Promise<SigningCredentials> };
  /** of a stand-in; absent on AWS */
  endpoint?: string | undefined;
  /** milliseconds since 1970 */
  clock(): number;
}

const patienceMs = 2_000;
const tries = 2;

/** The text of a secret as pepper, asked for at the first use and kept. Rejects with DrydockError `storage_unavailable`. */
export function secretPepper(options: SecretPepperOptions): Pepper {
  let known: ReturnType<Pepper> | undefined;
  return () => {
    known ??= reachStorage('the secret of API keys', () => readSecret(options, tries))
      .then((text) => createSecretKey(text, 'utf8'))
      .catch((error: unknown) => {
        known = undefined;
        throw error;
      });
    return known;
  };
}

// docs/decisions/0007-pepper-of-api-keys.md: one request is not worth one more client of the SDK.
async function readSecret(options: SecretPepperOptions, left: number): Promise<string> {
  try {
    const response = await ask(options);
    const { SecretString: text } = (await response.json()) as { SecretString?: unknown };
    if (!response.ok || typeof text !== 'string' || text.length < 32) {
      throw new Error(`Secrets Manager answers ${response.status} without a secret of 32 characters`);
    }
    return text;
  } catch (error) {
    if (left <= 1) throw error;
    return readSecret(options, left - 1);
  }
}

async function ask({ secretId, aws, endpoint, clock }: SecretPepperOptions): Promise<Response> {
  const [region, credentials] = await Promise.all([aws.region(), aws.credentials()]);
  const suffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  const url = new URL(endpoint ?? `https://secretsmanager.${region}.${suffix}/`);
  const body = JSON.stringify({ SecretId: secretId });
  const type = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'secretsmanager.GetSecretValue' };
  const now = new Date(clock());
  const { host: _, ...headers } = signPost({
    ...{ url, service: 'secretsmanager', region, headers: type, body, credentials, now },
  });
  return fetch(url, { method: 'POST', headers, body, redirect: 'error', signal: AbortSignal.timeout(patienceMs) });
}
