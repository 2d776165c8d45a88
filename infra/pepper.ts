import { Validations } from 'aws-cdk-lib';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';

/** A random secret made at the first deployment: API keys are checked with it. */
export class Pepper extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const secret = new Secret(this, 'Secret', {
      description: 'drydock: the pepper that API keys are checked with; a new one makes every key invalid',
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
    });
    Validations.of(secret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason: 'A new pepper makes every API key invalid at once. Keys rotate one by one, with an overlap.',
    });
    this.arn = secret.secretArn;
  }

  /** Reading the value, nothing else. */
  grantRead(grantee: IGrantable): void {
    const read = { actions: ['secretsmanager:GetSecretValue'], resources: [this.arn] };
    grantee.grantPrincipal.addToPrincipalPolicy(new PolicyStatement(read));
  }
}
