import { keyContext } from '../../functions/access/key-context.ts';
import { mayUse } from '../../functions/api/admit.ts';
import type { Answer } from '../../functions/api/answer.ts';
import { gatewayCaller } from '../../functions/api/caller.ts';
import { type Route, routeKey } from '../../functions/api/routes.ts';
import { iamRouteKey, underIam } from '../../functions/api/under-iam.ts';
import { DrydockError } from '../../functions/errors.ts';
import { type LocalAccess, localCaller } from '../../local/caller.ts';
import { request, type Wanted } from '../api/request.ts';
import { type CallerOf, type SecuredApp, securedApp } from './secured-app.ts';

export interface Host {
  name: string;
  /** what callers without credentials get: the owner's rights, the scan of manifests, nothing */
  without: 'all' | 'scan' | 'nothing';
  app: SecuredApp;
  /** Asks for a route as its host would: `target` is a path that fits it. */
  ask(route: Route, method: string, target: string, wanted?: Wanted): Promise<Pick<Answer, 'statusCode' | 'body'>>;
}

type Verify = SecuredApp['verify'];

function host(name: string, without: Host['without'], callerOf: (verify: Verify) => CallerOf): Host {
  const app = securedApp(callerOf);
  return { name, without, app, ask: (_, method, target, wanted) => app.app(request(method, target, wanted)) };
}

const localHost = (name: string, without: Host['without'], access: Pick<LocalAccess, 'isLoopback' | 'mode'>) =>
  host(name, without, (verify) => localCaller({ ...access, secret: 'f'.repeat(64), verify }));

/** The gateway with its Lambda authorizer before the app. An open route has none, and neither has any below `/iam/`. */
function awsHost(anonymousScan: boolean): Host {
  const inner = host(anonymousScan ? 'AWS with anonymousScan' : 'AWS', anonymousScan ? 'scan' : 'nothing', (verify) =>
    gatewayCaller({ anonymousScan, verify }),
  );
  const { app, verify } = inner.app;
  return {
    ...inner,
    async ask(route, method, target, wanted = {}) {
      const event = { ...request(method, target, wanted), routeKey: routeKey(route) };
      if (route.scope === undefined || (route.anonymous === true && anonymousScan)) return app(event);
      const { authorization = '' } = event.headers;
      // Without its identity source the gateway asks nobody.
      if (authorization === '') return { statusCode: 401, body: '{"message":"Unauthorized"}' };
      const principal = await verify(authorization).catch((error: unknown) => {
        if (error instanceof DrydockError && error.code === 'unauthenticated') return undefined;
        throw error;
      });
      if (principal === undefined || !mayUse(event.routeKey, principal)) {
        return { statusCode: 403, body: '{"message":"Forbidden"}' };
      }
      Object.assign(event.requestContext, { authorizer: { lambda: keyContext(principal) } });
      return app(event);
    },
  };
}

/** Below `/iam/`, as if the gateway's IAM authorizer were not there. */
function iamHost(): Host {
  const inner = host('AWS below /iam/', 'nothing', (verify) => gatewayCaller({ anonymousScan: false, verify }));
  const app = underIam(inner.app.app);
  return {
    ...inner,
    ask: (_, method, target, wanted) => app({ ...request(method, `/iam${target}`, wanted), routeKey: iamRouteKey }),
  };
}

export const hosts = (): Host[] => [
  localHost('npm start', 'all', { isLoopback: true, mode: undefined }),
  localHost('npm start -- --auth', 'nothing', { isLoopback: true, mode: 'keys' }),
  localHost('HOST=0.0.0.0 npm start', 'scan', { isLoopback: false, mode: undefined }),
  localHost('HOST=0.0.0.0 npm start -- --open', 'all', { isLoopback: false, mode: 'open' }),
  awsHost(false),
  awsHost(true),
  iamHost(),
];
