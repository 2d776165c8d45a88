import type { Delivery } from './delivery.ts';
import type { CloudEvent } from './event.ts';
import { plainMessage, slackMessage } from './message-text.ts';
import type { Reply, Transports } from './ports.ts';
import type { SealedTarget } from './sealed-target.ts';
import { webhookHeaders } from './standard-webhook.ts';

/** Sends one message to where a subscription wants it. A host that lacks the transport answers 501. */
export async function sendMessage(
  transports: Transports,
  { target, secrets }: SealedTarget,
  { event }: Pick<Delivery, 'event'>,
  now: number,
): Promise<Reply> {
  switch (target.type) {
    case 'webhook': {
      const body = JSON.stringify(event);
      const valid = secrets.filter(({ until }) => until === undefined || until > now).map(({ secret }) => secret);
      const headers = {
        'content-type': 'application/cloudevents+json',
        ...webhookHeaders({ id: event.id, time: now, body }, valid),
      };
      return transports.http.post(target.url, headers, body);
    }
    case 'slack':
      return transports.http.post(
        target.url,
        { 'content-type': 'application/json' },
        JSON.stringify(slackMessage(event)),
      );
    case 'eventbridge':
      return accepted(transports.bus && (() => transports.bus!.put(target.bus, event)));
    case 'sns':
      return accepted(transports.topic && (() => publish(transports, target.topic, event)));
  }
}

const publish = (transports: Transports, topic: string, event: CloudEvent): Promise<void> => {
  const { subject, text } = plainMessage(event);
  return transports.topic!.publish(topic, subject, text);
};

async function accepted(send: (() => Promise<void>) | undefined): Promise<Reply> {
  if (send === undefined) return { status: 501 };
  await send();
  return { status: 200 };
}
