import { expect, it, onTestFinished } from 'vitest';
import { cloudEvent } from '../../../functions/notify/event.ts';
import { webhookHeaders } from '../../../functions/notify/standard-webhook.ts';
import { receiveWebhooks } from '../../../sample/webhooks/receive-webhooks.ts';

const now = Date.UTC(2026, 0, 5, 12);
const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const body = JSON.stringify(cloudEvent('test', 'd1', now, {}));
const signed = webhookHeaders({ id: 'd1', time: now, body }, [secret]);

async function opened() {
  const said: string[] = [];
  const { host, close } = await receiveWebhooks({ port: 0, clock: () => now, say: (text) => void said.push(text) });
  onTestFinished(close);
  const post = async (path: string, text: string, headers: Record<string, string> = {}) =>
    (await fetch(`http://${host}${path}`, { method: 'POST', body: text, headers })).status;
  return { said, post };
}

it('receiver of webhooks: a message is shown once its secret is known, and once only', async () => {
  const { said, post } = await opened();
  expect(await post('/', body, signed)).toBe(401);
  expect(await post('/secret', JSON.stringify({ name: 'sample', secret }))).toBe(200);
  expect(await post('/', body, signed)).toBe(200);
  expect(await post('/', body, signed)).toBe(200);
  expect(said).toEqual([
    expect.stringMatching(/^A message was refused/),
    expect.stringMatching(
      /^2026-01-05T12:00:00\.000Z {2}drydock: a test message\n[\s\S]*webhook-id d1, type dev\.drydock/,
    ),
    'Message d1 came again: dropped.\n',
  ]);
});

it('receiver of webhooks: an answer without a secret, and a message that was changed, are refused', async () => {
  const { said, post } = await opened();
  for (const text of ['', 'null', '{}', '{"secret":"x"}']) expect(await post('/secret', text)).toBe(400);
  await post('/secret', JSON.stringify({ secret }));
  expect(await post('/', `${body} `, signed)).toBe(401);
  expect(said).toHaveLength(1);
});
