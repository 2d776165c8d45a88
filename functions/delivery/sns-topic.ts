import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import { DrydockError } from '../errors.ts';
import type { Topic } from '../notify/ports.ts';

/** Messages to the listed topics of SNS. Rejects with DrydockError `forbidden_address` for any other, `storage_unavailable` when one does not take it. */
export const snsTopic = (client: SNSClient, topics: readonly string[]): Topic => ({
  async publish(topic, subject, text) {
    if (!topics.includes(topic)) {
      throw new DrydockError('forbidden_address', 'this topic is not among those of the server');
    }
    try {
      await client.send(new PublishCommand({ TopicArn: topic, Subject: plainSubject(subject), Message: text }));
    } catch (cause) {
      throw new DrydockError('storage_unavailable', 'the topic cannot be used right now', { cause });
    }
  },
});

/** SNS refuses subjects with anything but printable ASCII. */
const plainSubject = (subject: string): string => subject.replace(/[^ -~]/g, '?');
