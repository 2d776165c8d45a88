import { type ApiKey, formatApiKey, parseApiKey } from '../../functions/access/api-key.ts';
import { createKey, revokeKey } from '../../functions/access/manage-keys.ts';
import { allScopes, type Scope } from '../../functions/access/principal.ts';
import { adminOf, type keyRoom } from '../access/keys.ts';

type KeyRoom = ReturnType<typeof keyRoom>;

/** Keys of the tenant `alice`, one for each scope, and Authorization headers that are each wrong in one way. */
export async function credentials(room: KeyRoom) {
  const make = async (scope: Scope, lifetime?: number): Promise<string> =>
    (await createKey(room, adminOf('alice'), { name: scope, scopes: [scope], lifetime })).text;
  const good = Object.fromEntries(
    await Promise.all(allScopes.map(async (scope) => [scope, await make(scope)] as const)),
  ) as Record<Scope, string>;
  const [expired, revoked] = [await make('admin', 1), await make('admin')];
  await revokeKey(room, adminOf('alice'), parseApiKey(revoked)!.id);
  room.now += 1;
  const admin = parseApiKey(good.admin)!;
  const forged: ApiKey = { id: admin.id, secret: parseApiKey(revoked)!.secret };
  const bad: Readonly<Record<string, string>> = {
    'an empty header': '',
    garbage: 'garbage',
    'a scheme alone': 'Bearer',
    'another scheme': `Basic ${good.admin}`,
    'a key without a scheme': good.admin,
    'two keys': `Bearer ${good.admin} ${good.admin}`,
    'a bad checksum': `Bearer ${good.admin.slice(0, -1)}${good.admin.endsWith('a') ? 'b' : 'a'}`,
    'an unknown id': `Bearer ${formatApiKey({ ...admin, id: 'nobodyhas000' })}`,
    'the secret of another key': `Bearer ${formatApiKey(forged)}`,
    'an expired key': `Bearer ${expired}`,
    'a revoked key': `Bearer ${revoked}`,
    'an AWS signature': 'AWS4-HMAC-SHA256 Credential=AKIA/20261124/eu-central-1/execute-api/aws4_request',
  };
  const secrets = [...Object.values(good), expired, revoked].map((text) => parseApiKey(text)!.secret);
  return { good, bad, secrets };
}
