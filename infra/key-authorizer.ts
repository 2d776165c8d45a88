import { Duration } from 'aws-cdk-lib';
import type { IHttpRouteAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaAuthorizer, HttpLambdaResponseType } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { Architecture, Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { ownRole } from './own-role.ts';
import type { Pepper } from './pepper.ts';
import type { ScanTable } from './scan-table.ts';
import { tableUses } from './table-uses.ts';

interface KeyAuthorizerProps {
  /** the folder that `npm run build` fills */
  code: string;
  scans: ScanTable;
  pepper: Pepper;
  logRetentionDays: RetentionDays;
}

/** What the gateway knows of a key for so long; a revoked one may open as long. docs/access.md says so. */
const cacheTime = Duration.seconds(60);

/** The function that the gateway asks about API keys, with a role and a log group of its own. */
export class KeyAuthorizer extends Construct {
  readonly authorizer: IHttpRouteAuthorizer;

  constructor(scope: Construct, id: string, { code, scans, pepper, logRetentionDays }: KeyAuthorizerProps) {
    super(scope, id);
    const { logGroup, role } = ownRole(this, logRetentionDays);
    scans.grant(role, tableUses.authorizer);
    pepper.grantRead(role);
    const lambda = new LambdaFunction(this, 'Function', {
      description: 'drydock: checks API keys',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'handlers/authorizer.handler',
      code: Code.fromAsset(code, { exclude: ['**/*.map'] }),
      // A processor's share comes with it: half the time of a start is loading code.
      memorySize: 512,
      // The gateway waits no longer than ten seconds.
      timeout: Duration.seconds(9),
      role,
      logGroup,
      environment: { TABLE_NAME: scans.table.tableName, DRYDOCK_PEPPER_SECRET: pepper.arn },
    });
    this.authorizer = new HttpLambdaAuthorizer('Authorizer', lambda, {
      responseTypes: [HttpLambdaResponseType.SIMPLE],
      identitySource: ['$request.header.Authorization', '$context.routeKey'],
      resultsCacheTtl: cacheTime,
    });
  }
}
