/**
 * The servers drydock is compared with, one a process: `node bench/peer.ts PORT bare|engine|events|middy`.
 * bare: node:http reads the body and answers a constant. engine: node:http and the engine. events: the local host's event layer and
 * the app, nothing stored. middy: the same behind middy.
 */

import { createSecretKey } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import middy from '@middy/core';
import { localPrincipal } from '../functions/access/principal.ts';
import { type App, createApp } from '../functions/api/app.ts';
import { allResources } from '../functions/api/resources/all-resources.ts';
import { defaultLimits } from '../functions/manifest/limits.ts';
import { manifestEngine } from '../functions/manifest/scan.ts';
import { openSchemas } from '../functions/manifest/schema/schemas.ts';
import { schemaFiles } from '../functions/storage/schema-files.ts';
import { listen } from '../local/listen.ts';
import { bodies } from './harness/bodies.ts';

const schemas = openSchemas(schemaFiles());
const engine = manifestEngine({ schemas });
const silent = (): void => undefined;
const log = { info: silent, warn: silent, error: silent };

const app = (): App =>
  createApp(
    {
      host: 'local',
      engine,
      schemas,
      deploymentKey: createSecretKey(new Uint8Array(32)),
      retentionDays: 90,
      answerBytes: defaultLimits.answerBytes,
      callerOf: () => localPrincipal,
      clock: Date.now,
      elapsed: () => performance.now(),
      log,
      metrics: { count: silent, time: silent },
    },
    allResources,
  );

const plain = (port: number, answer: (body: Buffer) => string): void => {
  createServer((request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const json = answer(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks));
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(json) });
      response.end(json);
    });
  }).listen(port, '127.0.0.1');
};

const events = (port: number, serve: App) =>
  listen({ app: serve, host: '127.0.0.1', port, bodyBytes: defaultLimits.bodyBytes, clock: Date.now, log });

const scan = (body: Buffer): string => engine.scan(body, { fileName: 'API' }).json;

const start: Record<string, (port: number) => unknown> = {
  bare: (port) => {
    const constant = scan(bodies('small', 1)[0]!);
    plain(port, () => constant);
  },
  engine: (port) => plain(port, scan),
  events: (port) => events(port, app()),
  middy: (port) => events(port, middy(app()) as unknown as App),
};

const [, , port, name = ''] = process.argv;
start[name]?.(Number(port));
