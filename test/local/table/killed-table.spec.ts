import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { paginateQuery, paginateScan } from '@aws-sdk/client-dynamodb';
import { expect, it } from 'vitest';
import { embeddedTable } from '../../../local/table/embedded-table.ts';

it('embedded table: killed with SIGKILL it holds every item whose put was answered, and the entries of its index are those of its items', async () => {
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
  const held = new Set<string>();
  for await (const { Items = [] } of paginateScan({ client }, { TableName: table })) {
    for (const { gsi1sk } of Items) held.add(gsi1sk!.S!);
  }
  expect(answered.filter((number) => !held.has(number))).toEqual([]);
  const indexed = new Set<string>();
  const all = { KeyConditionExpression: 'gsi1pk = :all', ExpressionAttributeValues: { ':all': { S: 'all' } } };
  for await (const { Items = [] } of paginateQuery({ client }, { TableName: table, IndexName: 'gsi1', ...all })) {
    for (const { gsi1sk } of Items) indexed.add(gsi1sk!.S!);
  }
  expect(indexed).toEqual(held);
  await close();
  rmSync(directory, { recursive: true });
});
