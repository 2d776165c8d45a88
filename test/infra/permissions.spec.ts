import { describe, expect, it } from 'vitest';
import { deployedFunctions, type Statement } from './deployed-functions.ts';
import { expectedRights } from './expected-rights.ts';
import { shownRights } from './shown-rights.ts';
import { type Synthesized, synthesize } from './synthesize.ts';

/** The statements of one function's role, named by its construct. */
const statementsOf = (stack: Synthesized, construct = 'Manifest'): Statement[] =>
  Object.entries(stack.resources)
    .filter(([name, { Type }]) => Type === 'AWS::IAM::Policy' && name.startsWith(`${construct}Role`))
    .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement);
const actionsOf = (statements: Statement[]): string[] => statements.flatMap(({ Action }) => Action).sort();

const manifestsAlone = { imageScanning: false };
const stack = synthesize(manifestsAlone);
const statements = statementsOf(stack, 'ResourcesJob');
describe('permissions of a deployment for manifests alone', () => {
  it('roles: the functions may do exactly what scans, keys and logs need (S18)', () => {
    const deployed = Object.entries(deployedFunctions(stack));
    const shown = Object.fromEntries(deployed.map(([name, one]) => [name, shownRights(one.statements)]));
    const { manifest, authorizer } = expectedRights;
    expect(shown).toEqual({
      ...{ manifest, authorizer },
      api: [
        'BatchGetItem DeleteItem GetItem of T#*#SCAN#*',
        'DeleteItem GetItem PutItem UpdateItem of SYS#KEY#*',
        'PutItem of SYS#BOOTSTRAP',
        'Query of gsi1 T#*#KEYS, gsi1 T#*#OBJECT#*',
        'Query of gsi2 T#*#SCANS#*',
        'secretsmanager:GetSecretValue of PepperSecret',
      ],
    });
    for (const { statements: all } of deployed.map(([, one]) => one)) {
      expect(all.every(({ Effect }) => Effect === 'Allow')).toBe(true);
      for (const { Action, Resource } of all) expect(JSON.stringify([Action, Resource])).not.toContain('*');
    }
  });

  it('roles: only Lambda takes them on, and no managed policy is attached', () => {
    const roles = stack.ofType('AWS::IAM::Role');
    expect(roles).toHaveLength(3);
    for (const { Properties } of roles) {
      expect(Properties.ManagedPolicyArns).toBeUndefined();
      expect(Properties.AssumeRolePolicyDocument.Statement).toEqual([
        { Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' } },
      ]);
    }
  });

  it('role: a key of the customer adds its use through DynamoDB, and nothing else', () => {
    const added = statementsOf(synthesize({ ...manifestsAlone, customerManagedKey: true }), 'ResourcesJob').filter(
      ({ Action }) => !actionsOf(statements).includes([Action].flat()[0]!),
    );
    expect(added).toHaveLength(1);
    expect(actionsOf(added)).toEqual([
      'kms:Decrypt',
      'kms:DescribeKey',
      'kms:Encrypt',
      'kms:GenerateDataKey',
      'kms:ReEncryptFrom',
      'kms:ReEncryptTo',
    ]);
    expect(JSON.stringify(added[0]?.Condition)).toContain('"dynamodb."');
    expect(JSON.stringify(added[0]?.Resource)).not.toContain('*');
  });
});

describe('permissions of the authorizer', () => {
  it('role: the pepper is a secret of its own, which no other role reads', () => {
    const [pepper] = Object.entries(stack.resources).find(
      ([name, { Type }]) => Type === 'AWS::SecretsManager::Secret' && name.startsWith('Pepper'),
    )!;
    const readers = Object.entries(synthesize().resources)
      .filter(([, { Type }]) => Type === 'AWS::IAM::Policy')
      .filter(([, { Properties }]) => JSON.stringify(Properties.PolicyDocument).includes(pepper))
      .map(([name]) => name.replace(/Role.*/, ''));
    expect(readers.sort()).toEqual(['Keys', 'Manifest', 'ResourcesJob']);
  });
});
