import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { embeddedTable } from '../../../local/table/embedded-table.ts';

// Puts numbered items, eight at a time, and says which ones were answered; until somebody kills it.
const [directory = ''] = process.argv.slice(2);
const { client, table } = await embeddedTable({ directory, clock: Date.now, log: { warn: console.error } });
let next = 0;

async function putAll(): Promise<void> {
  for (;;) {
    const number = next;
    next += 1;
    const Item = { pk: { S: `item ${number}` }, sk: { S: '#' }, gsi1pk: { S: 'all' }, gsi1sk: { S: String(number) } };
    await client.send(new PutItemCommand({ TableName: table, Item }));
    console.log(number);
  }
}
await Promise.all(Array.from({ length: 8 }, putAll));
