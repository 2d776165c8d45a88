import { Validations } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';

/** A random secret made at the first deployment: scan ids and cursors are signed with it. */
export class DeploymentKey extends Construct {
  /** a reference that CloudFormation resolves while it deploys; no secret is in the template */
  readonly reference: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const secret = new Secret(this, 'Secret', {
      description: 'drydock: signs scan ids and cursors of this deployment',
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
    });
    Validations.of(secret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason:
        'It opens nothing. A new key would give the same manifest another id, so it changes when an operator wants that.',
    });
    this.reference = secret.secretValue.unsafeUnwrap();
  }
}
