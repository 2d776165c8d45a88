import { type ECRClient, GetAuthorizationTokenCommand } from '@aws-sdk/client-ecr';
import { DrydockError } from '../../errors.ts';
import type { EcrCredentials, EcrRegistry, RegistryCredentials } from '../ports.ts';
import { ecrRegistryOf } from './ecr-registry.ts';

export interface SdkEcrOptions {
  /** the only ones that are read by the rights of this deployment */
  registries: readonly EcrRegistry[];
  clientFor: (region: string) => ECRClient;
  /** milliseconds since 1970 */
  clock: () => number;
}

interface Known {
  credentials: RegistryCredentials;
  /** milliseconds since 1970 */
  expires: number;
}

// Of a token's twelve hours that are left to whoever gets it.
const marginMs = 3_600_000;

/** Credentials of ECR by the role of this process, one token a region until it is about to expire. Rejects with DrydockError `registry_unavailable`. */
export function sdkEcrCredentials({ registries, clientFor, clock }: SdkEcrOptions): EcrCredentials {
  const clients = new Map<string, ECRClient>();
  const tokens = new Map<string, Known>();
  return async ({ account, region }, signal) => {
    if (!registries.some((one) => one.account === account && one.region === region)) return undefined;
    const known = tokens.get(region);
    if (known !== undefined && known.expires - marginMs > clock()) return known.credentials;
    const client = clients.get(region) ?? clientFor(region);
    clients.set(region, client);
    const fresh = await askFor(client, signal);
    if (fresh !== undefined) tokens.set(region, fresh);
    return fresh?.credentials;
  };
}

async function askFor(client: ECRClient, signal: AbortSignal | undefined): Promise<Known | undefined> {
  try {
    const answer = await client.send(new GetAuthorizationTokenCommand({}), signal && { abortSignal: signal });
    const { authorizationToken = '', expiresAt } = answer.authorizationData?.[0] ?? {};
    // Base64 of user, colon and password.
    const [, username, password] = /^([^:]+):(.+)$/s.exec(Buffer.from(authorizationToken, 'base64').toString()) ?? [];
    if (username === undefined || password === undefined) return undefined;
    return { credentials: { username, password }, expires: expiresAt?.getTime() ?? 0 };
  } catch (cause) {
    signal?.throwIfAborted();
    // A role without the right is refused by the registry as anyone is.
    if ((cause as Error).name === 'AccessDeniedException') return undefined;
    throw new DrydockError('registry_unavailable', 'ECR gives no credentials right now', { cause });
  }
}

/** Reads `123456789012.dkr.ecr.eu-west-1.amazonaws.com …`, hosts separated by commas or blanks. Throws DrydockError `bad_configuration`. */
export function readEcrRegistries(text: string): EcrRegistry[] {
  return text.split(/[\s,]+/).flatMap((host) => {
    if (host === '') return [];
    const registry = ecrRegistryOf(host);
    if (registry !== undefined) return [registry];
    const message = `ECR registry "${host}": expected a host such as 123456789012.dkr.ecr.eu-west-1.amazonaws.com`;
    throw new DrydockError('bad_configuration', message);
  });
}
