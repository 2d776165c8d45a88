import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { describe, expect, it, onTestFinished } from 'vitest';
import { eventBus } from '../../functions/delivery/event-bus.ts';
import { cloudEvent } from '../../functions/notify/event.ts';
import { type AwsAnswer, awsStandIn } from './aws-stand-in.ts';

const json = (status: number, body: object): AwsAnswer => ({
  ...{ status, type: 'application/x-amz-json-1.1' },
  body: JSON.stringify(body),
});
const taken = json(200, { FailedEntryCount: 0, Entries: [{ EventId: 'e' }] });
const event = cloudEvent('new', 'd1', Date.UTC(2026, 10, 24, 12), { id: 'CVE-2026-1', title: 'é' }, 'CVE-2026-1');
const arn = 'arn:aws:events:eu-central-1:123456789012:event-bus/security';

async function open(answer: () => AwsAnswer = () => taken) {
  const wire = await awsStandIn(answer);
  const client = new EventBridgeClient(wire.settings);
  onTestFinished(async () => {
    client.destroy();
    await wire.close();
  });
  return { ...wire, bus: eventBus(client, ['default', arn]) };
}

describe('messages to a bus of EventBridge', () => {
  it('event bus: one event with the CloudEvent as its detail, its type and its time, signed', async () => {
    const { calls, bus } = await open();
    await bus.put(arn, event);
    expect(calls).toHaveLength(1);
    expect(calls[0]!.headers).toMatchObject({
      'x-amz-target': 'AWSEvents.PutEvents',
      authorization: expect.stringContaining('/eu-central-1/events/aws4_request'),
    });
    const { Entries, ...rest } = JSON.parse(calls[0]!.body);
    expect(rest).toEqual({});
    expect(Entries).toEqual([
      {
        EventBusName: arn,
        Source: 'drydock',
        DetailType: 'dev.drydock.vulnerability.new.v1',
        Time: Date.UTC(2026, 10, 24, 12) / 1000,
        Detail: JSON.stringify(event),
      },
    ]);
  });

  it('event bus: a bus that the server does not list is asked for nothing', async () => {
    const { calls, bus } = await open();
    for (const name of ['other', 'Default', `${arn}2`, '']) {
      await expect(bus.put(name, event)).rejects.toMatchObject({ code: 'forbidden_address' });
    }
    expect(calls).toEqual([]);
  });

  it.each([
    [
      'takes the call and not the event',
      json(200, { FailedEntryCount: 1, Entries: [{ ErrorCode: 'ThrottlingException' }] }),
    ],
    ['limits its rate', json(400, { __type: 'ThrottlingException', message: 'Rate exceeded' })],
    ['fails', json(500, { __type: 'InternalException' })],
    ['refuses', json(400, { __type: 'AccessDeniedException', message: 'arn:aws:iam::123456789012:role/secret' })],
    ['says something else', { status: 200, type: 'text/html', body: '<html>' }],
  ])('event bus: one that %s has not taken the message, and tells nothing of why', async (_, answer) => {
    const { bus } = await open(() => answer);
    const failure = await bus.put('default', event).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'storage_unavailable' });
    expect((failure as Error).message).not.toMatch(/secret|arn:|Exception/);
  });

  it('event bus: one that cannot be reached says so', async () => {
    const { bus, close } = await open();
    await close();
    await expect(bus.put('default', event)).rejects.toMatchObject({ code: 'storage_unavailable' });
  });
});
