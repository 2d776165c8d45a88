import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ECRClient } from '@aws-sdk/client-ecr';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readEcrRegistries, sdkEcrCredentials } from '../../functions/registry/auth/sdk-ecr-credentials.ts';
import { refusalFrom } from './local-client.ts';

const ours = { account: '123456789012', region: 'eu-west-1' };
const noon = Date.parse('2026-11-24T12:00:00Z');
const hour = 3_600_000;

/** ECR's API on loopback: one token after the other, each good for twelve hours. */
async function ecrStandIn(time: { now: number }) {
  const asked: string[] = [];
  const script: { answer: () => { status: number; body: object } } = {
    answer: () => {
      const authorizationToken = Buffer.from(`AWS:secret-${asked.length}`).toString('base64');
      const expiresAt = (time.now + 12 * hour) / 1000;
      return { status: 200, body: { authorizationData: [{ authorizationToken, expiresAt, proxyEndpoint: 'x' }] } };
    },
  };
  const server = createServer((request, response) => {
    asked.push(String(request.headers['x-amz-target']));
    request.resume();
    const { status, body } = script.answer();
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const regions: string[] = [];
  const clientFor = (region: string): ECRClient => {
    regions.push(region);
    return new ECRClient({
      region,
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      maxAttempts: 1,
      credentials: { accessKeyId: 'id', secretAccessKey: 'secret' },
    });
  };
  return { ...{ asked, script, regions, clientFor }, close: () => server.close() };
}

describe('ECR credentials', () => {
  const time = { now: noon };
  let ecr: Awaited<ReturnType<typeof ecrStandIn>>;
  beforeEach(async () => {
    time.now = noon;
    ecr = await ecrStandIn(time);
  });
  afterEach(() => ecr.close());
  const open = (registries = [ours]) =>
    sdkEcrCredentials({ registries, clientFor: ecr.clientFor, clock: () => time.now });

  it('ECR credentials: user and password of a listed registry, by the API of its region', async () => {
    expect(await open()(ours)).toEqual({ username: 'AWS', password: 'secret-1' });
    expect(ecr.regions).toEqual(['eu-west-1']);
    expect(ecr.asked).toEqual(['AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken']);
  });

  it('ECR credentials: nobody is asked for a registry of another account or region', async () => {
    const credentials = open();
    expect(await credentials({ ...ours, account: '999999999999' })).toBeUndefined();
    expect(await credentials({ ...ours, region: 'us-east-1' })).toBeUndefined();
    expect(ecr.asked).toEqual([]);
  });

  it('ECR credentials: a token is used again until an hour before its end', async () => {
    const credentials = open();
    await credentials(ours);
    time.now += 10 * hour;
    expect(await credentials(ours)).toMatchObject({ password: 'secret-1' });
    time.now += hour + 1;
    expect(await credentials(ours)).toMatchObject({ password: 'secret-2' });
  });

  it('ECR credentials: a role without the right has none', async () => {
    ecr.script.answer = () => ({ status: 400, body: { __type: 'AccessDeniedException', message: 'no' } });
    expect(await open()(ours)).toBeUndefined();
  });

  it('ECR credentials: an answer without a token is none', async () => {
    ecr.script.answer = () => ({ status: 200, body: { authorizationData: [] } });
    expect(await open()(ours)).toBeUndefined();
  });

  it('ECR credentials: an API that is down is a registry that is down', async () => {
    ecr.script.answer = () => ({ status: 500, body: {} });
    expect(await refusalFrom(open()(ours))).toMatchObject({ code: 'registry_unavailable' });
  });
});

describe('list of ECR registries', () => {
  it('list: hosts separated by commas or blanks', () => {
    const other = { account: '210987654321', region: 'us-east-1' };
    const text = '123456789012.dkr.ecr.eu-west-1.amazonaws.com, 210987654321.dkr.ecr.us-east-1.amazonaws.com';
    expect(readEcrRegistries(text)).toEqual([ours, other]);
    expect(readEcrRegistries('')).toEqual([]);
  });

  it('list: what is no registry of ECR is refused by name', () => {
    expect(() => readEcrRegistries('ghcr.io')).toThrow('ECR registry "ghcr.io": expected a host such as');
  });
});
