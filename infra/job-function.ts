import { Duration, Size } from 'aws-cdk-lib';
import { Architecture, Code, type ILayerVersion, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { ownRole } from './own-role.ts';

export interface JobFunctionProps {
  description: string;
  /** the file in functions/handlers, without its ending */
  handler: string;
  /** the folder with the bundle of a handler */
  code: (handler: string) => string;
  memoryMb: number;
  timeoutSeconds: number;
  logRetentionDays: RetentionDays;
  environment: Record<string, string>;
  /** arm64 when absent */
  architecture?: Architecture;
  /** of `/tmp`; 512 when absent */
  storageMb?: number;
  layer?: ILayerVersion;
  reservedConcurrency?: number | undefined;
}

/** A function with a role and a log group of its own; what it may do beyond writing logs is granted where it is made. */
export class JobFunction extends Construct {
  readonly lambda: LambdaFunction;

  constructor(scope: Construct, id: string, props: JobFunctionProps) {
    super(scope, id);
    const { logGroup, role } = ownRole(this, props.logRetentionDays);
    this.lambda = new LambdaFunction(this, 'Function', {
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: props.architecture ?? Architecture.ARM_64,
      handler: `handlers/${props.handler}.handler`,
      code: Code.fromAsset(props.code(props.handler), { exclude: ['**/*.map'] }),
      memorySize: props.memoryMb,
      timeout: Duration.seconds(props.timeoutSeconds),
      role,
      logGroup,
      environment: props.environment,
      // What failed is done again by the next turn of the schedule, or delivered again by the queue.
      retryAttempts: 0,
      ...(props.storageMb !== undefined && { ephemeralStorageSize: Size.mebibytes(props.storageMb) }),
      ...(props.layer !== undefined && { layers: [props.layer] }),
      ...(props.reservedConcurrency !== undefined && { reservedConcurrentExecutions: props.reservedConcurrency }),
    });
  }
}
