import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { formats } from '../../functions/api/manifests/scan-options.ts';
import { problemKinds } from '../../functions/api/problem.ts';
import { routes } from '../../functions/api/routes.ts';
import { request } from './request.ts';
import { sampleApp } from './sample-app.ts';

const page = (name: string): string => readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8');
const served = async (): Promise<string> => (await sampleApp().app(request('GET', '/docs'))).body;

describe('pages about the HTTP API', () => {
  it('every route is described, in the repository and on the page it serves', async () => {
    const paths = routes.filter((route) => route.path !== '$default' && route.path !== '/').map((route) => route.path);
    for (const text of [page('http-api.md'), await served()])
      expect(paths.filter((path) => !text.includes(path))).toEqual([]);
  });

  it('every code of a problem is described with its status', async () => {
    const described = page('http-api.md').split('\n');
    for (const [code, { status }] of Object.entries(problemKinds)) {
      expect(
        described.find((line) => line.startsWith(`| ${status} |`) && line.includes(`\`${code}\``)),
        code,
      ).toBeDefined();
      expect(await served()).toContain(`<tr id="${code}"><td>${status}</td>`);
    }
  });

  it('every format is described', async () => {
    for (const text of [page('http-api.md'), page('formats.md')]) {
      expect(formats.filter((format) => !text.includes(format))).toEqual([]);
    }
  });

  it('every variable that is read is described', () => {
    const sources = [
      'api/settings.ts',
      'handlers/configuration.ts',
      'handlers/key-configuration.ts',
      '../local/configuration.ts',
      '../local/image-settings.ts',
    ];
    const read = sources.flatMap((file) => {
      const text = readFileSync(new URL(`../../functions/${file}`, import.meta.url), 'utf8');
      return [...text.matchAll(/\b(?:DRYDOCK_[A-Z_]+|TABLE_NAME|TRIVY_BIN|DYNAMODB_ENDPOINT|PORT|HOST)\b/g)].map(
        ([name]) => name,
      );
    });
    expect(read.length).toBeGreaterThan(12);
    expect([...new Set(read)].filter((name) => !page('configuration.md').includes(`\`${name}\``))).toEqual([]);
  });
});
