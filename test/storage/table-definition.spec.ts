import { describe, expect, it } from 'vitest';
import { tableDefinition } from '../../functions/storage/table/table-definition.ts';
import { refuseEmptyKeys } from '../../functions/storage/table/table-keys.ts';

describe('table definition', () => {
  it('table definition: every key of the table and its three indexes is a declared string, and nothing else is', () => {
    const { KeySchema, GlobalSecondaryIndexes, AttributeDefinitions } = tableDefinition('drydock');
    const schemas = [KeySchema, ...GlobalSecondaryIndexes!.map((index) => index.KeySchema)];
    const used = schemas.flatMap((schema) => schema!.map(({ AttributeName }) => AttributeName));
    expect(GlobalSecondaryIndexes).toHaveLength(3);
    expect(AttributeDefinitions).toEqual(used.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })));
  });

  it('table definition: an item with an empty key is refused by the name of the key', () => {
    const item = { pk: { S: 'T#a#SCAN#1' }, sk: { S: 'SCAN' }, note: { S: '' } };
    expect(refuseEmptyKeys(item)).toBe(item);
    for (const name of ['pk', 'sk', 'gsi1pk', 'gsi2sk', 'gsi3pk']) {
      const refused = expect.objectContaining({ code: 'internal', message: expect.stringContaining(name) });
      expect(() => refuseEmptyKeys({ ...item, [name]: { S: '' } })).toThrow(refused);
    }
  });
});
