import { expect, it } from 'vitest';
import { isSigned } from '../../../sample/webhooks/is-signed.ts';

// The example of the Standard Webhooks specification.
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const time = 1_614_265_330;
const body = '{"test": 2432232314}';
const headers = {
  'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  'webhook-timestamp': String(time),
  'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
};
const other = 'whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';

it('signature: the example of the specification is right, with any of several secrets and signatures', () => {
  expect(isSigned({ headers, body }, [secret], time * 1_000)).toBe(true);
  const two = { ...headers, 'webhook-signature': `v1,AAAA ${headers['webhook-signature']}` };
  expect(isSigned({ headers: two, body }, [other, secret], time * 1_000)).toBe(true);
});

it.each([
  ['another body', { headers, body: `${body} ` }, [secret], time],
  ['another secret', { headers, body }, [other], time],
  ['no secret', { headers, body }, [], time],
  ['another id', { headers: { ...headers, 'webhook-id': 'msg_x' }, body }, [secret], time],
  ['another time', { headers: { ...headers, 'webhook-timestamp': String(time + 1) }, body }, [secret], time],
  ['a time that is none', { headers: { ...headers, 'webhook-timestamp': 'now' }, body }, [secret], time],
  ['a message of six minutes ago', { headers, body }, [secret], time + 360],
  ['no signature', { headers: { 'webhook-id': 'x', 'webhook-timestamp': String(time) }, body }, [secret], time],
])('signature: %s is not right', (_, message, secrets, now) => {
  expect(isSigned(message, secrets, now * 1_000)).toBe(false);
});
