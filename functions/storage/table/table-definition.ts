import type {
  CreateTableCommandInput,
  GlobalSecondaryIndex,
  KeySchemaElement,
  ProjectionType,
} from '@aws-sdk/client-dynamodb';

/** Key attributes of one of the generic sparse indexes. */
export interface IndexShape {
  name: string;
  partition: string;
  sort: string;
  projection: ProjectionType;
}

export const tableKey = { partition: 'pk', sort: 'sk' } as const;

/** Seconds since 1970 after which an item may vanish. */
export const timeToLiveAttribute = 'ttl';

/** What each is for is told in docs/table.md. */
export const tableIndexes: readonly IndexShape[] = [
  { name: 'gsi1', partition: 'gsi1pk', sort: 'gsi1sk', projection: 'ALL' },
  { name: 'gsi2', partition: 'gsi2pk', sort: 'gsi2sk', projection: 'ALL' },
  { name: 'gsi3', partition: 'gsi3pk', sort: 'gsi3sk', projection: 'KEYS_ONLY' },
];

// Neither dynalite nor DynamoDB Local holds anyone to it, but dynalite refuses a table whose indexes have none.
const throughput = { ReadCapacityUnits: 1000, WriteCapacityUnits: 1000 };

const keySchema = (partition: string, sort: string): KeySchemaElement[] => [
  { AttributeName: partition, KeyType: 'HASH' },
  { AttributeName: sort, KeyType: 'RANGE' },
];

const toIndex = (index: IndexShape): GlobalSecondaryIndex => ({
  IndexName: index.name,
  KeySchema: keySchema(index.partition, index.sort),
  Projection: { ProjectionType: index.projection },
  ProvisionedThroughput: throughput,
});

/** The table for stand-ins of DynamoDB; infra/ declares the same one for AWS and a test compares the two. */
export function tableDefinition(table: string): CreateTableCommandInput {
  const keys = [tableKey, ...tableIndexes].flatMap(({ partition, sort }) => [partition, sort]);
  return {
    TableName: table,
    AttributeDefinitions: keys.map((name) => ({ AttributeName: name, AttributeType: 'S' })),
    KeySchema: keySchema(tableKey.partition, tableKey.sort),
    GlobalSecondaryIndexes: tableIndexes.map(toIndex),
    ProvisionedThroughput: throughput,
  };
}
