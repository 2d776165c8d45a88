import {
  ConditionalCheckFailedException,
  DescribeTimeToLiveCommand,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { engineClient } from '../../../local/table/engine-client.ts';
import type { EngineAnswer } from '../../../local/table/table-engine.ts';
import { engineTable } from '../../contract/engine-table.ts';

const list = new ListTablesCommand({});

describe('client of the embedded table', () => {
  it('engine client: a condition that does not hold is the exception of the SDK', async () => {
    const on = await engineTable();
    const Item = { pk: { S: 'a' }, sk: { S: 'b' }, bytes: { B: Uint8Array.of(0, 255) }, text: { S: 'ü\u2028"' } };
    const put = new PutItemCommand({ TableName: on.table, Item, ConditionExpression: 'attribute_not_exists(pk)' });
    await on.client.send(put);
    await expect(on.client.send(put)).rejects.toBeInstanceOf(ConditionalCheckFailedException);
    const { pk, sk } = Item;
    expect((await on.client.send(new GetItemCommand({ TableName: on.table, Key: { pk, sk } }))).Item).toEqual(Item);
    await on.close();
  });

  it('engine client: an input that is not valid is refused with the reason', async () => {
    const on = await engineTable();
    const query = new QueryCommand({ TableName: on.table, KeyConditionExpression: 'nonsense' });
    await expect(on.client.send(query)).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(on.client.send(new GetItemCommand({ TableName: 'other', Key: {} }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    await on.close();
  });

  it('engine client: an operation that dynalite does not have is refused', async () => {
    const on = await engineTable();
    const describe = new DescribeTimeToLiveCommand({ TableName: on.table });
    await expect(on.client.send(describe)).rejects.toMatchObject({ name: 'UnknownOperationException' });
    expect((await on.client.send(list)).TableNames).toEqual([on.table]);
    await on.close();
  });

  it('engine client: an engine that is closed refuses', async () => {
    const on = await engineTable();
    await on.close();
    await expect(engineClient(on.engine.answer).send(list)).rejects.toThrow('closed');
  });

  describe('while the engine is silent', () => {
    const silent = (): Promise<EngineAnswer> => new Promise(() => {});
    beforeEach(() => void vi.useFakeTimers());
    afterEach(() => void vi.useRealTimers());

    it('engine client: three tries of five seconds are made', async () => {
      let tries = 0;
      const client = engineClient(() => {
        tries += 1;
        return silent();
      });
      const outcome = client.send(list).catch((error: Error) => error.name);
      await vi.advanceTimersByTimeAsync(20_000);
      expect([await outcome, tries]).toEqual(['TimeoutError', 3]);
    });

    it('engine client: whoever gives up is let go at once', async () => {
      const ending = new AbortController();
      const outcome = engineClient(silent)
        .send(list, { abortSignal: ending.signal })
        .catch((error: Error) => error.name);
      await vi.advanceTimersByTimeAsync(10);
      ending.abort();
      expect(await outcome).toBe('AbortError');
    });
  });
});
