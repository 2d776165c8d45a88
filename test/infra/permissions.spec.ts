import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Synthesized, synthesize } from './synthesize.ts';

interface Statement {
  Effect: string;
  Action: string | string[];
  Resource: unknown;
  Condition?: unknown;
}

/** The statements of one function's role, named by its construct. */
const statementsOf = (stack: Synthesized, construct = 'Manifest'): Statement[] =>
  Object.entries(stack.resources)
    .filter(([name, { Type }]) => Type === 'AWS::IAM::Policy' && name.startsWith(`${construct}Role`))
    .flatMap(([, { Properties }]) => Properties.PolicyDocument.Statement);
const actionsOf = (statements: Statement[]): string[] => statements.flatMap(({ Action }) => Action).sort();

const manifestsAlone = { imageScanning: false };
const stack = synthesize(manifestsAlone);
const statements = statementsOf(stack, 'ResourcesJob');
const tableActions = ['BatchGetItem', 'BatchWriteItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'].map(
  (name) => `dynamodb:${name}`,
);
const logActions = ['logs:CreateLogStream', 'logs:PutLogEvents'];
const secretActions = ['secretsmanager:GetSecretValue'];

describe('permissions of the function that scans manifests', () => {
  it('role: may do exactly what recording scans, checking keys and writing logs need', () => {
    const recorded = ['BatchWriteItem', 'GetItem', 'PutItem', 'UpdateItem'].map((name) => `dynamodb:${name}`);
    const own = statementsOf(stack);
    expect(own.every(({ Effect }) => Effect === 'Allow')).toBe(true);
    expect(actionsOf(own)).toEqual([...recorded, ...logActions, ...secretActions]);
    for (const { Action, Resource } of own) expect(JSON.stringify([Action, Resource])).not.toContain('*');
  });
});

describe('permissions of the function of resources', () => {
  it('role: may do exactly what reading and keeping rows, checking keys and writing logs need', () => {
    expect(statements.every(({ Effect }) => Effect === 'Allow')).toBe(true);
    expect(actionsOf(statements)).toEqual([...tableActions, 'dynamodb:Query', ...logActions, ...secretActions].sort());
  });

  it('role: only Lambda takes it on, and no managed policy is attached', () => {
    const roles = stack.ofType('AWS::IAM::Role');
    expect(roles).toHaveLength(3);
    for (const { Properties } of roles) {
      expect(Properties.ManagedPolicyArns).toBeUndefined();
      expect(Properties.AssumeRolePolicyDocument.Statement).toEqual([
        { Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' } },
      ]);
    }
  });

  it('role: no wildcard in any action or resource (S18)', () => {
    for (const { Action, Resource } of statements) expect(JSON.stringify([Action, Resource])).not.toContain('*');
  });

  it('role: may do each request that the storage adapter sends, and no other on the table', () => {
    const adapters = readdirSync('functions/storage')
      .filter((name) => name !== 'create-table.ts')
      .map((name) => readFileSync(`functions/storage/${name}`, 'utf8'))
      .filter((source) => source.includes("from '@aws-sdk/client-dynamodb'"));
    const sent = adapters.flatMap((source) => [...source.matchAll(/new (\w+)Command\(/g)].map(([, action]) => action));
    expect([...new Set(sent)].map((name) => `dynamodb:${name}`).sort()).toEqual(tableActions);
  });

  it('role: items of the table by key, listings of the two indexes that have any', () => {
    const [table] = Object.entries(stack.resources).find(([, { Type }]) => Type === 'AWS::DynamoDB::Table')!;
    const arn = { 'Fn::GetAtt': [table, 'Arn'] };
    const index = (name: string) => ({ 'Fn::Join': ['', [arn, `/index/${name}`]] });
    const queries = statements.findLast(({ Action }) => Action === 'dynamodb:Query');
    expect(queries?.Resource).toEqual([index('gsi1'), index('gsi2')]);
    const items = statements.find(({ Action }) => Action.includes('dynamodb:GetItem'));
    expect(items?.Resource).toEqual(arn);
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
  const checks = statementsOf(stack, 'Keys');

  it('role: may read a key, note its use, read the pepper and write logs', () => {
    expect(checks.every(({ Effect }) => Effect === 'Allow')).toBe(true);
    expect(actionsOf(checks)).toEqual(['dynamodb:GetItem', 'dynamodb:UpdateItem', ...logActions, ...secretActions]);
    for (const { Action, Resource } of checks) expect(JSON.stringify([Action, Resource])).not.toContain('*');
  });

  it('role: items of keys are all of the table that it reaches', () => {
    const items = checks.find(({ Action }) => Action.includes('dynamodb:GetItem'));
    expect(items?.Condition).toEqual({ 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['SYS#KEY#*'] } });
  });

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
