import { describe, expect, it } from 'vitest';
import type { FindingDiff } from '../../../functions/image/diff/diff.ts';
import { newsOf } from '../../../functions/rescans/news/news-of.ts';
import { finding } from '../../image/diff/findings.ts';
import { rescanWorld } from '../rescan-world.ts';

const none: FindingDiff = { added: [], fixed: [], withdrawn: [], severityChanged: [], updated: [], unchanged: 0 };

async function image() {
  const world = rescanWorld();
  await world.scan('nginx:1.27', []);
  return [...world.deps.images.images.values()][0]!;
}
const told = async (diff: Partial<FindingDiff>) =>
  newsOf(await image(), { ...none, ...diff }).map(({ kind, vulnerability }) => `${kind} ${vulnerability}`);

describe('news of a diff', () => {
  it('news: a vulnerability of several packages is told once, with its packages', async () => {
    const added = ['libssl3', 'openssl'].map((name) => finding({ package: name, title: 'reads too far', fixed: '2' }));
    expect(newsOf(await image(), { ...none, added })).toEqual([
      {
        ...{ tenant: 'alice', kind: 'new', vulnerability: 'CVE-1', severity: 'HIGH', title: 'reads too far' },
        repository: 'docker.io/library/nginx',
        database: 'g1',
        image: expect.objectContaining({ image: 'docker.io/library/nginx:1.27', platform: 'linux/amd64' }),
        packages: [
          { name: 'libssl3', installed: '1.0', fixed: '2' },
          { name: 'openssl', installed: '1.0', fixed: '2' },
        ],
        source: expect.stringMatching(/^i[0-9a-f]{32}$/),
      },
    ]);
  });

  it('news: of many packages twenty are named', async () => {
    const added = Array.from({ length: 30 }, (_, at) => finding({ package: `p${at}` }));
    const [news, ...others] = newsOf(await image(), { ...none, added });
    expect([news!.packages.length, others]).toEqual([20, []]);
  });

  it('news: another severity is told with the one before, and a fix that came with it as well', async () => {
    const before = finding({ severity: 'LOW' });
    const after = finding({ severity: 'CRITICAL', fixed: '2' });
    const news = newsOf(await image(), { ...none, severityChanged: [{ before, after }] });
    expect(news.map(({ kind, severity, previousSeverity }) => [kind, severity, previousSeverity])).toEqual([
      ['severity_changed', 'CRITICAL', 'LOW'],
      ['fix_available', 'CRITICAL', undefined],
    ]);
  });

  it('news: a fix is told when there was none, not when there is another one', async () => {
    const unfixed = finding();
    const fixed = finding({ fixed: '2' });
    expect(await told({ updated: [{ before: unfixed, after: fixed }] })).toEqual(['fix_available CVE-1']);
    expect(await told({ updated: [{ before: fixed, after: finding({ fixed: '3' }) }] })).toEqual([]);
    expect(await told({ updated: [{ before: fixed, after: unfixed }] })).toEqual([]);
  });

  it('news: what was withdrawn is told, what an image change repaired is not', async () => {
    expect(await told({ withdrawn: [finding()], fixed: [finding({ id: 'CVE-2' })] })).toEqual(['withdrawn CVE-1']);
    expect(await told({})).toEqual([]);
  });

  it('news: a rescan is told of by its run, a scan by itself', async () => {
    const scanned = await image();
    const [own] = newsOf(scanned, { ...none, added: [finding()] });
    const [ofRun] = newsOf({ ...scanned, run: 'r1' }, { ...none, added: [finding()] });
    expect([own!.source, ofRun!.source]).toEqual([scanned.scan, 'r1']);
  });
});
