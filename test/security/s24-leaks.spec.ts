import { describe, expect, it } from 'vitest';
import type { AppDeps } from '../../functions/api/app-deps.ts';
import { routeKey, routes } from '../../functions/api/routes.ts';
import { request } from '../api/request.ts';
import { sampleApp } from '../api/sample-app.ts';
import { methodOf, targetOf, wantedFor } from './ask-route.ts';

const canary = 'ENOENT /var/task/handlers/x.mjs of arn:aws:dynamodb:table at Store.read (file:///srv/x.ts:1:2)';

/** Whatever is asked of it throws, at whatever depth. */
const broken = (): never =>
  new Proxy(() => {}, {
    get: (_, name) => (name === 'then' ? undefined : broken()),
    apply: () => {
      throw new Error(canary);
    },
  }) as never;

const parts = ['store', 'images', 'rescans', 'runs', 'keys', 'notifications'] as const satisfies (keyof AppDeps)[];
const needsNothing = ['health', 'scan', 'docs', 'openapi', 'metrics'];

describe('S24: what an error tells', () => {
  it('S24: a fault of any part is a problem without its text, stack or paths, on every route', async () => {
    const { app, log } = sampleApp(Object.fromEntries(parts.map((part) => [part, broken()])));
    for (const route of routes) {
      const { statusCode, headers, body } = await app(request(methodOf(route), targetOf(route), wantedFor(route)));
      expect(body + JSON.stringify(headers), routeKey(route)).not.toMatch(/ENOENT|Store\.read|x\.ts/);
      if (needsNothing.includes(route.handler)) continue;
      expect([headers['content-type'], statusCode >= 400], routeKey(route)).toEqual(['application/problem+json', true]);
      expect(JSON.parse(body).requestId).toBe('request-1');
      expect(body, routeKey(route)).not.toMatch(/\/var\/task|arn:|\.m?[jt]s\b|\bat /);
    }
    // The others refuse the request before they ask for anything.
    const causes = log.lines.map(({ fields }) => ((fields?.error as Error | undefined)?.cause as Error)?.message);
    expect(causes.filter((cause) => cause === canary).length).toBeGreaterThan(15);
  });
});
