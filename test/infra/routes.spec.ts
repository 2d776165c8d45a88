import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { routes as allRoutes, routeKey } from '../../functions/api/routes.ts';
import { iamRoutes } from '../../infra/routes.ts';
import { synthesize } from './synthesize.ts';

const routes = allRoutes.filter(({ onlyLocal }) => onlyLocal !== true);

const accessOfRoutes = (context: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(
    synthesize(context)
      .ofType('AWS::ApiGatewayV2::Route')
      .map(({ Properties }) => [Properties.RouteKey, Properties.AuthorizationType]),
  );
const open = (access: Record<string, string>): string[] =>
  Object.keys(access)
    .filter((key) => access[key] === 'NONE')
    .sort();

const closed = synthesize({ imageScanning: false });
const closedAccess = accessOfRoutes({});
const anonymousAccess = accessOfRoutes({ anonymousScan: true });

describe('routes of the template', () => {
  it('routes: the gateway and the local host know the same ones', () => {
    const known = [...routes.map(routeKey), ...iamRoutes].sort();
    expect(Object.keys(closedAccess).sort()).toEqual(known);
    expect(Object.keys(anonymousAccess).sort()).toEqual(known);
  });

  it('routes: all but /healthz ask for an API key by default, or for a signature below /iam/ (S10)', () => {
    expect(open(closedAccess)).toEqual(['ANY /healthz']);
    expect(Object.keys(closedAccess).filter((key) => closedAccess[key] === 'AWS_IAM')).toEqual([...iamRoutes]);
  });

  it('routes: anonymous scanning opens the scan routes and nothing else', () => {
    expect(open(anonymousAccess)).toEqual(['$default', 'ANY /healthz', 'POST /', 'POST /scan']);
  });

  it('routes: who needs a key by the route table needs one at the gateway', () => {
    for (const route of routes) {
      const closed = route.scope === undefined ? 'NONE' : 'CUSTOM';
      const expected = [closed, route.anonymous === true ? 'NONE' : closed];
      expect([closedAccess[routeKey(route)], anonymousAccess[routeKey(route)]], routeKey(route)).toEqual(expected);
    }
  });

  it('routes: stored scans and the scan of images are never open', () => {
    const stored = Object.entries(anonymousAccess).filter(([key]) => key.includes(' /scans'));
    expect(stored).toHaveLength(3);
    expect(stored.map(([, access]) => access)).toEqual(['CUSTOM', 'CUSTOM', 'CUSTOM']);
    expect(anonymousAccess['POST /scan/image']).toBe('CUSTOM');
  });

  it('routes: CORS opens the preflight and nothing else', () => {
    const withCors = accessOfRoutes({ corsOrigins: 'https://example.org' });
    expect(open(withCors)).toEqual(['ANY /healthz', 'OPTIONS /', 'OPTIONS /{proxy+}']);
  });

  it('routes: without images they lead to two functions, one for manifests and one for resources', () => {
    expect(closed.ofType('AWS::ApiGatewayV2::Integration')).toHaveLength(2);
    const handlers = closed.ofType('AWS::Lambda::Function').map(({ Properties }) => Properties.Handler);
    expect(handlers.sort()).toEqual(['api', 'authorizer', 'manifest'].map((name) => `handlers/${name}.handler`));
  });

  it('routes: one authorizer for all, whose answer holds for a key on a route, for a minute', () => {
    const authorizers = closed.ofType('AWS::ApiGatewayV2::Authorizer');
    expect(authorizers).toHaveLength(1);
    expect(authorizers[0]?.Properties).toMatchObject({
      AuthorizerType: 'REQUEST',
      AuthorizerPayloadFormatVersion: '2.0',
      EnableSimpleResponses: true,
      IdentitySource: ['$request.header.Authorization', '$context.routeKey'],
      AuthorizerResultTtlInSeconds: 60,
    });
    expect(readFileSync('docs/access.md', 'utf8')).toContain('60 seconds');
  });
});

describe('functions behind the routes', () => {
  const stack = synthesize();
  const functionOf = (key: string): string => {
    const route = stack.ofType('AWS::ApiGatewayV2::Route').find(({ Properties }) => Properties.RouteKey === key)!;
    const integration = stack.resources[route.Properties.Target['Fn::Join'][1][1].Ref]!;
    return integration.Properties.IntegrationUri['Fn::GetAtt'][0];
  };

  const ofManifests = ['ANY /healthz', 'POST /scan', 'POST /', '$default', 'ANY /metrics', 'GET /docs'];

  it('routes: scans of manifests, health, metrics and docs are the manifest function, submitting has one of its own, all else is the api', () => {
    for (const route of routes) {
      const key = routeKey(route);
      const isSubmit = route.handler === 'scanImage';
      const expected = isSubmit ? /^ImagesSubmit/ : ofManifests.includes(key) ? /^Manifest/ : /^Resources/;
      expect(functionOf(key), key).toMatch(expected);
    }
  });

  it('routes: below /iam/ each leads to the same function', () => {
    expect(iamRoutes).toContain('PUT /iam/subscriptions/{name}');
    for (const key of iamRoutes) {
      const plain = key === 'ANY /iam/{proxy+}' ? '$default' : key.replace('/iam/', '/');
      expect(functionOf(key), key).toBe(functionOf(plain));
    }
  });

  it('routes: with images they are the same, and none is open that was not', () => {
    expect(Object.keys(accessOfRoutes({ imageScanning: false })).sort()).toEqual(Object.keys(closedAccess).sort());
    expect(open(closedAccess)).toEqual(open(accessOfRoutes({ imageScanning: false })));
  });
});

describe('the gateway', () => {
  it('invoke permissions: one of each function for every method and path, one for the catch-all, one of the authorizer, all of this API alone', () => {
    const sources = closed
      .ofType('AWS::Lambda::Permission')
      .map(({ Properties }) => Properties.SourceArn['Fn::Join'][1]);
    const api = { Ref: expect.stringMatching(/^HttpApi/) };
    const ofRoutes = sources.filter((parts) => typeof parts.at(-1) === 'string');
    expect(ofRoutes.map((parts) => parts.at(-1)).sort()).toEqual(['/*/$default', '/*/*/*', '/*/*/*']);
    for (const parts of ofRoutes) expect(parts.at(-2)).toEqual(api);
    const [ofAuthorizer, ...others] = sources.filter((parts) => typeof parts.at(-1) !== 'string');
    expect(others).toEqual([]);
    expect(ofAuthorizer.slice(-3)).toEqual([api, '/authorizers/', { Ref: expect.stringMatching(/Authorizer/) }]);
  });

  it('stage: requests are throttled as the context says (S19)', () => {
    const [stage] = synthesize({ throttleRate: '7', throttleBurst: 9 }).ofType('AWS::ApiGatewayV2::Stage');
    expect(stage?.Properties.DefaultRouteSettings).toMatchObject({ ThrottlingRateLimit: 7, ThrottlingBurstLimit: 9 });
    expect(stage?.Properties).toMatchObject({ StageName: '$default', AutoDeploy: true });
  });

  it('access log: holds the route key, never the path, the query or a header', () => {
    const [stage] = closed.ofType('AWS::ApiGatewayV2::Stage');
    const variables = Object.values(JSON.parse(stage?.Properties.AccessLogSettings.Format));
    expect(variables).toContain('$context.routeKey');
    expect(variables.filter((variable) => /path|query|header|protocol|authorizer/i.test(String(variable)))).toEqual([]);
  });

  it('CORS: off by default, exact origins and no credentials when it is on (S13)', () => {
    expect(closed.ofType('AWS::ApiGatewayV2::Api')[0]?.Properties.CorsConfiguration).toBeUndefined();
    const [api] = synthesize({ corsOrigins: 'https://a.example, https://b.example' }).ofType('AWS::ApiGatewayV2::Api');
    expect(api?.Properties.CorsConfiguration).toMatchObject({
      AllowOrigins: ['https://a.example', 'https://b.example'],
      AllowMethods: ['GET', 'POST', 'PUT', 'DELETE'],
    });
    expect(api?.Properties.CorsConfiguration.AllowCredentials).toBeUndefined();
  });
});
