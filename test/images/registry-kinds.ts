import type { BuiltImage } from '../../sample/images/build-image.ts';
import type { BuiltIndex } from '../../sample/images/build-index.ts';
import { htpasswd, startDistribution } from '../registry/distribution.ts';
import { selfSigned } from '../registry/self-signed.ts';
import { startTokenServer } from '../registry/token-server.ts';
import type { PlainCredentials } from './plain-trivy.ts';
import { pushImage } from './push-image.ts';

export interface OpenedRegistry {
  /** `127.0.0.1:port` */
  host: string;
  /** what it takes to pull */
  credentials?: PlainCredentials;
  /** as `latest` */
  push(repository: string, image: BuiltImage | BuiltIndex): Promise<void>;
  close(): Promise<void>;
}

const bob: PlainCredentials = { username: 'bob', password: 'hunter2' };
const basic = { authorization: `Basic ${Buffer.from(`${bob.username}:${bob.password}`).toString('base64')}` };

async function openRegistry(): Promise<OpenedRegistry> {
  const { host, url, stop } = await startDistribution();
  return { host, push: (name, image) => pushImage(url, name, 'latest', image), close: stop };
}

async function basicRegistry(): Promise<OpenedRegistry> {
  const auth = { htpasswd: { realm: 'test', path: 'htpasswd' } };
  const { host, url, stop } = await startDistribution(auth, { htpasswd });
  return { host, credentials: bob, push: (name, image) => pushImage(url, name, 'latest', image, basic), close: stop };
}

async function tokenRegistry(): Promise<OpenedRegistry> {
  const pair = selfSigned('issuer.test');
  const tokens = await startTokenServer(pair, basic.authorization);
  const token = { realm: tokens.url, service: 'test', issuer: 'test', rootcertbundle: 'roots.pem' };
  const { host, url, stop } = await startDistribution({ token }, { 'roots.pem': pair.cert });
  return {
    host,
    credentials: bob,
    async push(name, image) {
      const scope = `repository:${name}:pull,push`;
      const answer = await fetch(`${tokens.url}?service=test&scope=${scope}`, { headers: basic });
      const { token: pushToken } = (await answer.json()) as { token: string };
      await pushImage(url, name, 'latest', image, { authorization: `Bearer ${pushToken}` });
    },
    async close() {
      await stop();
      await tokens.close();
    },
  };
}

/** Ways to be let into the registry of the distribution project, each a program of its own. */
export const registryKinds: readonly (readonly [kind: string, open: () => Promise<OpenedRegistry>])[] = [
  ['open access', openRegistry],
  ['Basic authentication', basicRegistry],
  ['a token server', tokenRegistry],
];
