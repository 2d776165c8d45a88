import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

interface Message {
  body: string;
  /** milliseconds since 1970 */
  visibleAt: number;
  receipt: string;
  received: number;
}

/** As much of SQS as image scans need, on loopback and on a clock of the test's: visibility, deletion, a dead-letter queue after `maxReceives`. */
export async function queueStandIn(time: { now: number }, visibilityMs: number, maxReceives: number) {
  let messages: Message[] = [];
  const dead: string[] = [];
  let receipts = 0;

  const actions: Record<string, (given: Record<string, unknown>) => object> = {
    SendMessage({ MessageBody, DelaySeconds = 0 }) {
      const body = String(MessageBody);
      messages.push({ body, visibleAt: time.now + Number(DelaySeconds) * 1000, receipt: '', received: 0 });
      return { MessageId: 'm', MD5OfMessageBody: createHash('md5').update(body).digest('hex') };
    },
    ReceiveMessage() {
      const due = messages.filter(({ visibleAt }) => visibleAt <= time.now);
      dead.push(...due.filter(({ received }) => received >= maxReceives).map(({ body }) => body));
      messages = messages.filter((one) => !due.includes(one) || one.received < maxReceives);
      const [next] = due.filter(({ received }) => received < maxReceives);
      if (next === undefined) return {};
      receipts += 1;
      Object.assign(next, { received: next.received + 1, visibleAt: time.now + visibilityMs, receipt: `r${receipts}` });
      const MD5OfBody = createHash('md5').update(next.body).digest('hex');
      return { Messages: [{ MessageId: next.receipt, ReceiptHandle: next.receipt, Body: next.body, MD5OfBody }] };
    },
    DeleteMessage({ ReceiptHandle }) {
      messages = messages.filter(({ receipt }) => receipt !== ReceiptHandle);
      return {};
    },
    ChangeMessageVisibility({ ReceiptHandle, VisibilityTimeout }) {
      const message = messages.find(({ receipt }) => receipt === ReceiptHandle);
      if (message !== undefined) message.visibleAt = time.now + Number(VisibilityTimeout) * 1000;
      return {};
    },
  };
  const server = createServer(async (request: IncomingMessage, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const action = actions[String(request.headers['x-amz-target']).split('.')[1] ?? ''];
    const answer = action?.(JSON.parse(Buffer.concat(parts).toString()) as Record<string, unknown>);
    response.writeHead(answer ? 200 : 400, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify(answer ?? {}));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const QueueUrl = `${endpoint}/000000000000/scans`;
  const client = new SQSClient({
    endpoint,
    region: 'eu-central-1',
    maxAttempts: 1,
    credentials: { accessKeyId: 'id', secretAccessKey: 'secret' },
  });
  return {
    client,
    url: QueueUrl,
    dead,
    waiting: () => messages.length,
    receive: async () => (await client.send(new ReceiveMessageCommand({ QueueUrl }))).Messages?.[0],
    remove: (ReceiptHandle: string) => client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle })),
    close: async () => {
      client.destroy();
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
