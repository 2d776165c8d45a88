import { createSecretKey } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { secretPepper } from '../../functions/storage/access/secret-pepper.ts';
import { signPost } from '../../functions/storage/access/sign-post.ts';
import { type SecretsStandIn, secretsStandIn } from '../infra/secrets-stand-in.ts';

const secret = 's'.repeat(64);
const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };

let manager: SecretsStandIn;
beforeEach(async () => {
  manager = await secretsStandIn(secret);
});
afterEach(() => manager.close());

const pepper = () =>
  secretPepper({
    secretId: 'arn:aws:secretsmanager:eu-central-1:000000000000:secret:Pepper-x',
    aws: { region: async () => 'eu-central-1', credentials: async () => ({ ...credentials, sessionToken: 'token' }) },
    endpoint: manager.endpoint,
    clock: () => Date.UTC(2026, 10, 24),
  });

describe('pepper in Secrets Manager', () => {
  it('pepper: is asked for at the first use, once however many want it', async () => {
    const read = pepper();
    expect(manager.asked).toEqual([]);
    const [first, second] = await Promise.all([read(), read()]);
    expect(first).toEqual(createSecretKey(secret, 'utf8'));
    expect([second, await read()]).toEqual([first, first]);
    expect(manager.asked).toEqual([
      {
        target: 'secretsmanager.GetSecretValue',
        authorization: expect.stringMatching(
          /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/20261124\/eu-central-1\/secretsmanager\/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-security-token;x-amz-target, Signature=[0-9a-f]{64}$/,
        ),
        body: { SecretId: 'arn:aws:secretsmanager:eu-central-1:000000000000:secret:Pepper-x' },
      },
    ]);
  });

  it('pepper: one failure is tried again, two are said and not remembered', async () => {
    const read = pepper();
    manager.failures.push(500);
    await read();
    const other = pepper();
    manager.failures.push(500, 400);
    await expect(other()).rejects.toMatchObject({ code: 'storage_unavailable' });
    expect(await other()).toEqual(await read());
  });
});

describe('signed POST', () => {
  // The case `post-vanilla` of Amazon's test suite of signature version 4.
  it("signed POST: the signature is that of Amazon's example", () => {
    const signed = signPost({
      url: new URL('https://example.amazonaws.com/'),
      service: 'service',
      region: 'us-east-1',
      headers: {},
      body: '',
      credentials,
      now: new Date('2015-08-30T12:36:00Z'),
    });
    expect(signed.authorization).toBe(
      'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, ' +
        'SignedHeaders=host;x-amz-date, Signature=5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b',
    );
  });
});
