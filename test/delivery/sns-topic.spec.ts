import { SNSClient } from '@aws-sdk/client-sns';
import { describe, expect, it, onTestFinished } from 'vitest';
import { snsTopic } from '../../functions/delivery/sns-topic.ts';
import { cloudEvent } from '../../functions/notify/event.ts';
import { plainMessage } from '../../functions/notify/message-text.ts';
import { type AwsAnswer, awsStandIn } from './aws-stand-in.ts';

const topic = 'arn:aws:sns:eu-central-1:123456789012:security';
const xml = (status: number, body: string): AwsAnswer => ({ status, type: 'text/xml', body });
const taken = xml(
  200,
  '<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>m</MessageId></PublishResult></PublishResponse>',
);
const error = (status: number, code: string) =>
  xml(
    status,
    `<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>Sender</Type><Code>${code}</Code><Message>role/secret</Message></Error></ErrorResponse>`,
  );

async function open(answer: () => AwsAnswer = () => taken) {
  const wire = await awsStandIn(answer);
  const client = new SNSClient(wire.settings);
  onTestFinished(async () => {
    client.destroy();
    await wire.close();
  });
  const published = () => wire.calls.map(({ body }) => Object.fromEntries(new URLSearchParams(body)));
  return { ...wire, published, topic: snsTopic(client, [topic]) };
}

describe('messages to a topic of SNS', () => {
  it('topic: subject and text are published, signed', async () => {
    const { calls, published, topic: sns } = await open();
    await sns.publish(topic, 'HIGH CVE-2026-1 is new in 1 image', 'é\nCVE-2026-1\n');
    expect(calls[0]!.headers.authorization).toContain('/eu-central-1/sns/aws4_request');
    expect(published()).toEqual([
      {
        Action: 'Publish',
        Version: '2010-03-31',
        TopicArn: topic,
        Subject: 'HIGH CVE-2026-1 is new in 1 image',
        Message: 'é\nCVE-2026-1\n',
      },
    ]);
  });

  it('topic: a subject has what SNS takes, printable ASCII of fewer than 100 characters', async () => {
    const { published, topic: sns } = await open();
    const data = {
      id: `CVE-\u001b[31m\n漢${'x'.repeat(200)}`,
      kind: 'new',
      severity: 'HIGH',
      images: [],
      imageCount: 2,
    };
    const { subject, text } = plainMessage(cloudEvent('new', 'd1', 0, data));
    await sns.publish(topic, subject, text);
    expect(published()[0]!.Subject).toMatch(/^[ -~]{1,99}$/);
  });

  it('topic: one that the server does not list is asked for nothing', async () => {
    const { calls, topic: sns } = await open();
    await expect(sns.publish(`${topic}2`, 's', 't')).rejects.toMatchObject({ code: 'forbidden_address' });
    expect(calls).toEqual([]);
  });

  it.each([
    ['limits its rate', error(429, 'Throttled')],
    ['refuses', error(403, 'AuthorizationError')],
    ['is gone', error(404, 'NotFound')],
    ['fails', error(500, 'InternalError')],
    ['says something else', xml(502, '<html>')],
  ])('topic: one that %s has not taken the message, and tells nothing of why', async (_, answer) => {
    const { topic: sns } = await open(() => answer);
    const failure = await sns.publish(topic, 's', 't').catch((thrown: unknown) => thrown);
    expect(failure).toMatchObject({ code: 'storage_unavailable' });
    expect((failure as Error).message).not.toMatch(/secret|arn:/);
  });
});
