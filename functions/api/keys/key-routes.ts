import {
  bootstrapKey,
  createKey,
  type IssuedKey,
  listKeys,
  type ManageDeps,
  readKey,
  revokeKey,
  rotateKey,
} from '../../access/manage-keys.ts';
import { DrydockError } from '../../errors.ts';
import { type Answer, jsonAnswer } from '../answer.ts';
import type { AppDeps } from '../app-deps.ts';
import type { Call } from '../call.ts';
import { atMostOnce } from '../manifests/scan-options.ts';
import { parseGoQuery } from '../resources/go-query.ts';
import { readJsonBody } from '../resources/json-body.ts';
import { resourceRoute } from '../resources/resource-route.ts';
import { keyCreation, keyRotation } from './key-schemas.ts';
import { keyView } from './key-view.ts';

/** How long a rotated key goes on working when nothing else is said: 24 hours, in seconds. */
const defaultOverlap = 86_400;

/** `/keys`: the API keys of a tenant, for its admins. */
export function keyRoutes(deps: AppDeps) {
  const route = (handle: (keys: ManageDeps, call: Call) => Promise<Answer>) =>
    resourceRoute(deps.log, async (call) => handle(withKeys(deps), call));
  const issued = (call: Call, { key, text: whole }: IssuedKey): Answer => {
    deps.log.info('key made', { key: key.id, tenant: key.tenant, by: call.principal.subject });
    const answer = jsonAnswer(201, { ...keyView(key), key: whole });
    return { ...answer, headers: { ...answer.headers, location: `/keys/${key.id}` } };
  };
  return {
    listKeys: route(async (keys, call) => {
      const found = await listKeys(keys, call.principal, tenantOf(call));
      return jsonAnswer(200, { items: found.map(keyView) });
    }),
    createKey: route(async (keys, call) => {
      const { lifetime, ...wanted } = readJsonBody(keyCreation, call.event);
      const inMs = lifetime === undefined ? {} : { lifetime: lifetime * 1_000 };
      return issued(call, await createKey(keys, call.principal, { ...wanted, ...inMs }));
    }),
    bootstrapKey: route(async (keys, call) => issued(call, await bootstrapKey(keys, call.principal.subject))),
    readKey: route(async (keys, call) =>
      jsonAnswer(200, keyView(await readKey(keys, call.principal, idOf(call), tenantOf(call)))),
    ),
    revokeKey: route(async (keys, call) => {
      await revokeKey(keys, call.principal, idOf(call), tenantOf(call));
      deps.log.info('key revoked', { key: idOf(call), by: call.principal.subject });
      return { statusCode: 204, headers: {}, body: '' };
    }),
    rotateKey: route(async (keys, call) => {
      const { overlap = defaultOverlap, tenant } = readJsonBody(keyRotation, call.event);
      return issued(call, await rotateKey(keys, call.principal, idOf(call), { overlap: overlap * 1_000, tenant }));
    }),
  };
}

const idOf = (call: Call): string => call.params.id ?? '';

const tenantOf = (call: Call): string | undefined => atMostOnce(parseGoQuery(call.event.rawQueryString), 'tenant');

function withKeys({ keys }: AppDeps): ManageDeps {
  if (keys === undefined) throw new DrydockError('storage_unavailable', 'this server keeps no keys');
  return keys;
}
