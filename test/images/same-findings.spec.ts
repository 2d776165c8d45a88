import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultPlatform } from '../../functions/image/platform.ts';
import { parseReference } from '../../functions/image/reference.ts';
import { summarizeReport } from '../../functions/image/summarize-report.ts';
import { addressPolicy } from '../../functions/network/address-policy.ts';
import { registryClient } from '../../functions/registry/client.ts';
import { type PulledScan, scanPulled } from '../../functions/scanner/scan-pulled.ts';
import { imageScanner } from '../../functions/trivy/scanner.ts';
import { sampleDatabase } from '../../sample/database/advisories.ts';
import { hasDistribution } from '../registry/distribution.ts';
import { promotedDatabase } from '../trivy/promoted-database.ts';
import { realTrivy } from '../trivy/trivies.ts';
import { corpus } from './corpus.ts';
import { contentOf, expectedOf } from './expected-findings.ts';
import { plainTrivy } from './plain-trivy.ts';
import { type OpenedRegistry, registryKinds } from './registry-kinds.ts';

/** Of an image without a system, of several layers, and an index: enough where the way in is what differs. */
const few = ['go', 'debian-npm', 'multi-arch'];
const unknown: Readonly<Record<string, string>> = {
  alpine: 'end_of_life_os',
  scratch: 'no_packages',
  'unknown-os': 'unknown_os',
  'unknown-os-npm': 'unknown_os',
  'debian-7': 'no_advisories',
};

describe.skipIf(realTrivy === undefined || !hasDistribution).each(registryKinds)(
  'images of a registry with %s',
  (kind, open) => {
    const directory = mkdtempSync(join(tmpdir(), 'drydock-same-'));
    const client = registryClient({ policy: addressPolicy({ loopback: true }) });
    let registry: OpenedRegistry;
    let plain: ReturnType<typeof plainTrivy>;
    beforeAll(async () => {
      registry = await open();
      plain = plainTrivy(realTrivy!.path, join(directory, 'plain'));
    });
    afterAll(async () => {
      client.close();
      await registry.close();
      rmSync(directory, { recursive: true });
    });
    const pulled = (name: string): Promise<PulledScan> =>
      scanPulled(
        {
          client,
          trivy: imageScanner({
            binary: realTrivy!,
            promoted: promotedDatabase(directory, sampleDatabase),
            jobs: join(directory, 'jobs'),
          }),
        },
        {
          reference: parseReference(`${registry.host}/${name}`),
          platform: defaultPlatform,
          credentials: registry.credentials,
          signal: AbortSignal.timeout(60_000),
        },
      );

    it.each(kind === 'open access' ? Object.keys(corpus) : few)(
      `same findings: %s, from a registry with ${kind}, as trivy image finds them`,
      async (name) => {
        const image = corpus[name]!;
        await registry.push(name, image);
        const { scan, notices } = await pulled(name);
        const content = contentOf(image);
        expect(expectedOf(scan.raw.toString(), content)).toEqual(
          expectedOf(await plain(`${registry.host}/${name}:latest`, registry.credentials), content),
        );
        const tools = { scannerVersion: '0', database: { generation: 'x', updatedAt: '2026-01-01' }, notices };
        const { reasons } = summarizeReport(scan.report, tools, { maxDatabaseAgeMs: Number.MAX_SAFE_INTEGER }, 0);
        const codes = reasons.map(({ code }) => code).filter((code) => Object.values(unknown).includes(code));
        if (unknown[name] !== undefined) expect(codes).toContain(unknown[name]);
        else expect(codes.filter((code) => code !== 'end_of_life_os')).toEqual([]);
      },
      60_000,
    );
  },
);
