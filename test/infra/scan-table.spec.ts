import { describe, expect, it } from 'vitest';
import { tableDefinition, timeToLiveAttribute } from '../../functions/storage/table/table-definition.ts';
import { synthesize } from './synthesize.ts';

const tableOf = (context: Record<string, unknown> = {}) => synthesize(context).ofType('AWS::DynamoDB::Table')[0]!;

const table = tableOf();
const local = tableDefinition('local');

describe('the table', () => {
  it('table: keys, attributes and indexes are those of the table that local hosts create', () => {
    expect(table.Properties.KeySchema).toEqual(local.KeySchema);
    expect(table.Properties.AttributeDefinitions).toEqual(local.AttributeDefinitions);
    const withoutThroughput = local.GlobalSecondaryIndexes?.map(({ ProvisionedThroughput, ...index }) => index);
    expect(table.Properties.GlobalSecondaryIndexes).toEqual(withoutThroughput);
  });

  it('table: items expire by the attribute that the store writes', () => {
    expect(table.Properties.TimeToLiveSpecification).toEqual({ AttributeName: timeToLiveAttribute, Enabled: true });
  });

  it('table: is paid by request, can be restored to any second, and is encrypted', () => {
    expect(table.Properties).toMatchObject({
      BillingMode: 'PAY_PER_REQUEST',
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      SSESpecification: { SSEEnabled: true },
    });
  });

  it('table: outlives the stack, and cannot be deleted by mistake unless the context says so', () => {
    expect(table.DeletionPolicy).toBe('Retain');
    expect(table.Properties.DeletionProtectionEnabled).toBe(true);
    expect(tableOf({ deletionProtection: 'false' }).Properties.DeletionProtectionEnabled).toBe(false);
  });

  it('table: a key of the customer is used when the context says so, and rotates', () => {
    const stack = synthesize({ customerManagedKey: true });
    const [key] = Object.entries(stack.resources).find(([, { Type }]) => Type === 'AWS::KMS::Key')!;
    const { SSESpecification } = stack.ofType('AWS::DynamoDB::Table')[0]!.Properties;
    expect(SSESpecification.KMSMasterKeyId).toEqual({ 'Fn::GetAtt': [key, 'Arn'] });
    expect(stack.resources[key]?.Properties.EnableKeyRotation).toBe(true);
  });
});
