import { Duration } from 'aws-cdk-lib';
import { Architecture, Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { ownRole } from './own-role.ts';

interface ManifestFunctionProps {
  /** the folder that `npm run build` fills */
  code: string;
  memoryMb: number;
  logRetentionDays: RetentionDays;
  reservedConcurrency: number | undefined;
  environment: Record<string, string>;
}

/** The function that scans manifests, with a role and a log group of its own. */
export class ManifestFunction extends Construct {
  readonly lambda: LambdaFunction;

  constructor(scope: Construct, id: string, props: ManifestFunctionProps) {
    super(scope, id);
    const { logGroup, role } = ownRole(this, props.logRetentionDays);
    this.lambda = new LambdaFunction(this, 'Function', {
      description: 'drydock: scans manifests',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'handlers/manifest.handler',
      // Source maps stay with the build: reading them would make every start slower.
      code: Code.fromAsset(props.code, { exclude: ['**/*.map'] }),
      memorySize: props.memoryMb,
      // The gateway gives up after 30 s; a function that ends first still says why.
      timeout: Duration.seconds(29),
      role,
      logGroup,
      environment: props.environment,
      ...(props.reservedConcurrency === undefined ? {} : { reservedConcurrentExecutions: props.reservedConcurrency }),
    });
  }
}
