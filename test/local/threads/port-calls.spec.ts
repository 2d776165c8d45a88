import { MessageChannel } from 'node:worker_threads';
import { describe, expect, it, onTestFinished } from 'vitest';
import { DrydockError } from '../../../functions/errors.ts';
import { type Methods, portCalls } from '../../../local/threads/port-calls.ts';

type Served = { double(number: number): Promise<number>; note(text: string): void; fail(kind: string): never };

function connected(mine: Methods = {}) {
  const { port1, port2 } = new MessageChannel();
  onTestFinished(() => port1.close());
  const noted: string[] = [];
  const served: Served = {
    double: async (number) => 2 * number,
    note: (text) => void noted.push(text),
    fail(kind) {
      throw kind === 'ours' ? new DrydockError('storage_unavailable', 'the disk is full') : new TypeError('x is not y');
    },
  };
  portCalls(port2, served);
  return { calls: portCalls<Served>(port1, mine), noted, port2 };
}

describe('calls over a port', () => {
  it('calls over a port: each gets its own answer', async () => {
    const { calls } = connected();
    expect(await Promise.all([1, 2, 3].map((number) => calls.call('double', number)))).toEqual([2, 4, 6]);
  });

  it('calls over a port: what is told arrives before what is asked later', async () => {
    const { calls, noted } = connected();
    calls.tell('note', 'first');
    await calls.call('note', 'second');
    expect(noted).toEqual(['first', 'second']);
  });

  it('calls over a port: an error of ours keeps its code, any other is internal', async () => {
    const { calls } = connected();
    await expect(calls.call('fail', 'ours')).rejects.toThrow(
      expect.objectContaining({ code: 'storage_unavailable', message: 'the disk is full' }),
    );
    await expect(calls.call('fail', 'other')).rejects.toThrow(
      expect.objectContaining({ code: 'internal', message: 'x is not y' }),
    );
  });

  it('calls over a port: both sides can ask', async () => {
    const { port2 } = connected({ name: () => 'one' });
    expect(await portCalls<{ name(): string }>(port2, {}).call('name')).toBe('one');
  });

  it('calls over a port: when the other side is gone, what waits and what is asked later is rejected', async () => {
    const { calls } = connected();
    const waiting = calls.call('double', 1);
    calls.end(new DrydockError('internal', 'gone'));
    await expect(waiting).rejects.toThrow('gone');
    await expect(calls.call('double', 1)).rejects.toThrow('gone');
    calls.tell('note', 'into the void');
  });
});
