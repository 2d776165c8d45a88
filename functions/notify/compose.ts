import type { Delivery } from './delivery.ts';
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
      if (transports.bus === undefined) return lacking;
      await transports.bus.put(target.bus, event);
      return sent;
    case 'sns': {
      if (transports.topic === undefined) return lacking;
      const { subject, text } = plainMessage(event);
      await transports.topic.publish(target.topic, subject, text);
      return sent;
    }
  }
}

const sent: Reply = { status: 200 };
const lacking: Reply = { status: 501 };
