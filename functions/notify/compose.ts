import { DrydockError } from '../errors.ts';
import type { Delivery } from './delivery.ts';
import { plainMessage, slackMessage } from './message-text.ts';
import type { Reply, Transports } from './ports.ts';
import type { SealedTarget } from './sealed-target.ts';
import { webhookHeaders } from './standard-webhook.ts';

/** Sends one message to where a subscription wants it. Rejects as the transports do, and with DrydockError `bad_configuration` on a host that lacks one. */
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
      if (transports.bus === undefined) throw lacking();
      await transports.bus.put(target.bus, event);
      return sent;
    case 'sns': {
      if (transports.topic === undefined) throw lacking();
      const { subject, text } = plainMessage(event);
      await transports.topic.publish(target.topic, subject, text);
      return sent;
    }
  }
}

const sent: Reply = { status: 200 };
const lacking = () => new DrydockError('bad_configuration', 'this server cannot send there');
