import { describe, expect, it } from 'vitest';
import { routes as allRoutes, routeKey } from '../../functions/api/routes.ts';
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
    .filter((key) => access[key] !== 'AWS_IAM')
    .sort();

const closed = synthesize({ imageScanning: false });
const closedAccess = accessOfRoutes({});
const anonymousAccess = accessOfRoutes({ anonymousScan: true });

describe('routes of the template', () => {
  it('routes: the gateway and the local host know the same ones', () => {
    expect(Object.keys(closedAccess).sort()).toEqual(routes.map(routeKey).sort());
    expect(Object.keys(anonymousAccess).sort()).toEqual(routes.map(routeKey).sort());
  });

  it('routes: all but /healthz ask for an IAM signature by default', () => {
    expect(open(closedAccess)).toEqual(['ANY /healthz']);
  });

  it('routes: anonymous scanning opens the scan routes and nothing else', () => {
    expect(open(anonymousAccess)).toEqual(['$default', 'ANY /healthz', 'POST /', 'POST /scan']);
  });

  it('routes: what the route table calls open, scan or protected is what the gateway does', () => {
    for (const route of routes) {
      const expected = {
        open: ['NONE', 'NONE'],
        scan: ['AWS_IAM', 'NONE'],
        protected: ['AWS_IAM', 'AWS_IAM'],
      }[route.access];
      expect([closedAccess[routeKey(route)], anonymousAccess[routeKey(route)]], routeKey(route)).toEqual(expected);
    }
  });

  it('routes: stored scans are never open', () => {
    const stored = Object.entries(anonymousAccess).filter(([key]) => key.includes('/scans'));
    expect(stored).toHaveLength(3);
    expect(stored.map(([, access]) => access)).toEqual(['AWS_IAM', 'AWS_IAM', 'AWS_IAM']);
  });

  it('routes: CORS opens the preflight and nothing else', () => {
    const withCors = accessOfRoutes({ corsOrigins: 'https://example.org' });
    expect(open(withCors)).toEqual(['ANY /healthz', 'OPTIONS /', 'OPTIONS /{proxy+}']);
  });

  it('routes: every one leads to the one integration of the one function', () => {
    const targets = closed
      .ofType('AWS::ApiGatewayV2::Route')
      .map(({ Properties }) => JSON.stringify(Properties.Target));
    expect(new Set(targets).size).toBe(1);
    expect(closed.ofType('AWS::ApiGatewayV2::Integration')).toHaveLength(1);
    expect(closed.ofType('AWS::Lambda::Function')).toHaveLength(1);
  });
});

describe('routes of images', () => {
  const stack = synthesize();
  const functionOf = (key: string): string => {
    const route = stack.ofType('AWS::ApiGatewayV2::Route').find(({ Properties }) => Properties.RouteKey === key)!;
    const integration = stack.resources[route.Properties.Target['Fn::Join'][1][1].Ref]!;
    return integration.Properties.IntegrationUri['Fn::GetAtt'][0];
  };

  it('routes: submitting has a function of its own, reading images and scans another, everything else the first', () => {
    expect(functionOf('POST /scan/image')).toMatch(/^ImagesApiSubmit/);
    for (const key of ['GET /scans', 'GET /scans/{id}', 'DELETE /scans/{id}', 'GET /images', 'DELETE /images/{digest}'])
      expect(functionOf(key), key).toMatch(/^ImagesApiImages/);
    for (const key of ['POST /scan', '$default', 'GET /docs', 'GET /keys'])
      expect(functionOf(key)).toMatch(/^Manifest/);
  });

  it('routes: with images they are the same, and none is open that was not', () => {
    expect(Object.keys(accessOfRoutes({ imageScanning: false })).sort()).toEqual(Object.keys(closedAccess).sort());
    expect(open(closedAccess)).toEqual(open(accessOfRoutes({ imageScanning: false })));
  });
});

describe('the gateway', () => {
  it('invoke permissions: one for every method and path, one for the catch-all, both of this API alone', () => {
    const sources = closed
      .ofType('AWS::Lambda::Permission')
      .map(({ Properties }) => Properties.SourceArn['Fn::Join'][1]);
    expect(sources.map((parts) => parts.at(-1)).sort()).toEqual(['/*/$default', '/*/*/*']);
    for (const parts of sources) expect(parts.at(-2)).toEqual({ Ref: expect.stringMatching(/^HttpApi/) });
  });

  it('stage: requests are throttled as the context says', () => {
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

  it('CORS: off by default, exact origins and no credentials when it is on', () => {
    expect(closed.ofType('AWS::ApiGatewayV2::Api')[0]?.Properties.CorsConfiguration).toBeUndefined();
    const [api] = synthesize({ corsOrigins: 'https://a.example, https://b.example' }).ofType('AWS::ApiGatewayV2::Api');
    expect(api?.Properties.CorsConfiguration).toMatchObject({
      AllowOrigins: ['https://a.example', 'https://b.example'],
      AllowMethods: ['GET', 'POST', 'DELETE'],
    });
    expect(api?.Properties.CorsConfiguration.AllowCredentials).toBeUndefined();
  });
});
