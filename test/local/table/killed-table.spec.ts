import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { paginateQuery } from '@aws-sdk/client-dynamodb';
import { expect, it } from 'vitest';
import { batchRead } from '../../../functions/storage/batch-read.ts';
import { embeddedTable } from '../../../local/table/embedded-table.ts';

it('embedded table: killed with SIGKILL it holds every item whose put was answered, and its index entry', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'drydock-'));
  const child = spawn(process.execPath, [join(import.meta.dirname, 'put-until-killed.ts'), directory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = once(child, 'exit');
  const answered: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    answered.push(line);
    if (answered.length === 1_000) child.kill('SIGKILL');
  }
  await gone;
  const { client, table, close } = await embeddedTable({ directory, clock: Date.now, log: { warn: () => {} } });
  const keys = answered.map((number) => ({ pk: { S: `item ${number}` }, sk: { S: '#' } }));
  expect(await batchRead(client, table, keys)).toHaveLength(answered.length);
  const indexed = new Set<string | undefined>();
  const all = { KeyConditionExpression: 'gsi1pk = :all', ExpressionAttributeValues: { ':all': { S: 'all' } } };
  for await (const { Items = [] } of paginateQuery({ client }, { TableName: table, IndexName: 'gsi1', ...all })) {
    for (const { gsi1sk } of Items) indexed.add(gsi1sk?.S);
  }
  expect(answered.filter((number) => !indexed.has(number))).toEqual([]);
  await close();
  rmSync(directory, { recursive: true });
});
