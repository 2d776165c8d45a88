import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  CorsHttpMethod,
  HttpApi,
  type HttpMethod,
  HttpNoneAuthorizer,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  type IHttpRouteAuthorizer,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { iamRoutes, preflightRoutes, type RouteAccess, routes, targetOf } from './routes.ts';

interface ScanHttpApiProps {
  /** scans manifests */
  handler: IFunction;
  /** answers for everything that is kept */
  resources: IFunction;
  /** submits scans of images; the same as `resources` where nothing scans them */
  submit: IFunction | undefined;
  /** lets callers with an API key through */
  authorizer: IHttpRouteAuthorizer;
  anonymousScan: boolean;
  throttleRate: number;
  throttleBurst: number;
  corsOrigins: string[];
  logRetentionDays: RetentionDays;
}

// The route key, never the path or the query: a path may carry what a client did not mean to publish.
const accessLog = {
  time: '$context.requestTime',
  requestId: '$context.requestId',
  routeKey: '$context.routeKey',
  status: '$context.status',
  responseLength: '$context.responseLength',
  latencyMs: '$context.responseLatency',
  integrationLatencyMs: '$context.integrationLatency',
  integrationError: '$context.integrationErrorMessage',
  ip: '$context.identity.sourceIp',
  caller: '$context.identity.userArn',
};

const routeKey = (key: string): HttpRouteKey => {
  const [method, path] = key.split(' ');
  return path === undefined ? HttpRouteKey.DEFAULT : HttpRouteKey.with(path, method as HttpMethod);
};
const idOf = (key: string): string => key.replace(/[^A-Za-z]+/g, '-').replace(/-$/, '');

const whyOpen: Record<RouteAccess, string> = {
  open: 'It tells that the service is alive, or answers the preflight of a browser, and reads nothing.',
  scan: 'The deployment chose anonymous scanning; the function gives callers without identity nothing but scans.',
  protected: 'Never open.',
};

const preflight = (allowOrigins: string[]) => ({
  allowOrigins,
  allowMethods: [CorsHttpMethod.GET, CorsHttpMethod.POST, CorsHttpMethod.PUT, CorsHttpMethod.DELETE],
  allowHeaders: ['authorization', 'content-type', 'x-amz-content-sha256', 'x-amz-date', 'x-amz-security-token'],
  exposeHeaders: ['drydock-request-id', 'drydock-scan-id', 'drydock-stored', 'location'],
  maxAge: Duration.hours(1),
});

/** The HTTP API: what is not open asks for an API key or, below `/iam/`, a signature; each goes to the function that is for it. */
export class ScanHttpApi extends Construct {
  readonly api: HttpApi;
  readonly url: string;

  constructor(scope: Construct, id: string, props: ScanHttpApiProps) {
    super(scope, id);
    this.api = new HttpApi(this, 'Api', {
      apiName: Stack.of(this).stackName,
      createDefaultStage: false,
      ...(props.corsOrigins.length > 0 && { corsPreflight: preflight(props.corsOrigins) }),
    });
    this.url = this.addStage(props).url;
    this.addRoutes(props);
    this.allowCatchAll(props.handler);
  }

  private addStage({ throttleRate, throttleBurst, logRetentionDays }: ScanHttpApiProps): HttpStage {
    const accessLogs = new LogGroup(this, 'AccessLogs', {
      retention: logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    return new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: throttleRate, burstLimit: throttleBurst },
      accessLogSettings: {
        destination: new LogGroupLogDestination(accessLogs),
        format: AccessLogFormat.custom(JSON.stringify(accessLog)),
      },
    });
  }

  private addRoutes({ handler, resources, submit, authorizer, anonymousScan, corsOrigins }: ScanHttpApiProps): void {
    // One permission for the whole API: one a route would soon fill the policy of the function.
    const lead = (name: string, to: IFunction) =>
      new HttpLambdaIntegration(name, to, { scopePermissionToRoute: false });
    const api = lead('Resources', resources);
    const integrations = {
      ...{ manifest: lead('Function', handler), api },
      submit: submit === undefined ? api : lead('Submit', submit),
    };
    const isOpen = (access: RouteAccess): boolean => access === 'open' || (access === 'scan' && anonymousScan);
    const all = corsOrigins.length > 0 ? { ...routes, ...preflightRoutes } : routes;
    const add = (key: string, asks: IHttpRouteAuthorizer): HttpRoute =>
      new HttpRoute(this, idOf(key), {
        httpApi: this.api,
        routeKey: routeKey(key),
        integration: integrations[targetOf(key)],
        authorizer: asks,
      });
    for (const key of iamRoutes) add(key, new HttpIamAuthorizer());
    for (const [key, access] of Object.entries(all)) {
      const route = add(key, isOpen(access) ? new HttpNoneAuthorizer() : authorizer);
      if (isOpen(access)) Validations.of(route).acknowledge({ id: 'AwsSolutions-APIG4', reason: whyOpen[access] });
    }
  }

  // The permission of the integration covers `stage/method/path`; the catch-all route calls itself `stage/$default`.
  private allowCatchAll(handler: IFunction): void {
    handler.addPermission('CatchAll', {
      principal: new ServicePrincipal('apigateway.amazonaws.com'),
      sourceArn: Stack.of(this).formatArn({
        service: 'execute-api',
        resource: this.api.apiId,
        resourceName: '*/$default',
      }),
    });
  }
}
