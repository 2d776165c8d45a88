import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { fileReportStore } from '../../functions/storage/objects/file-report-store.ts';
import { sweepReports, sweepReportsDaily } from '../../functions/storage/objects/sweep-reports.ts';

const day = 24 * 60 * 60_000;
const start = 1_900_000_000_000;
let data: string;

beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'drydock-reports-'));
  onTestFinished(() => rmSync(data, { recursive: true }));
});

const written = (path: string, at: number): void => utimesSync(join(data, path), at / 1_000, at / 1_000);

const put = async (key: string, at: number): Promise<void> => {
  await fileReportStore({ directory: data, link: async () => '' }).put(key, Buffer.from('{}'));
  written(`${key}.gz`, at);
};

const leave = (path: string, at: number): void => {
  mkdirSync(dirname(join(data, path)), { recursive: true });
  writeFileSync(join(data, path), 'half');
  written(path, at);
};

describe('sweep of reports', () => {
  it('a report goes two days after its rows may, with the folder of its scan', async () => {
    await put('reports/default/old/1-1.json', start);
    await put('reports/default/mixed/1-1.json', start);
    await put('reports/default/mixed/1-2.json', start + day);
    expect(await sweepReports(data, 90, start + 92 * day)).toBe(0);
    expect(await sweepReports(data, 90, start + 92 * day + 1)).toBe(2);
    expect(existsSync(join(data, 'reports/default/old'))).toBe(false);
    expect(existsSync(join(data, 'reports/default/mixed/1-2.json.gz'))).toBe(true);
  });

  it('what changed between two results goes as reports do', async () => {
    await put('diffs/default/old/1-2-since-1-a.json', start);
    expect(await sweepReports(data, 90, start + 92 * day)).toBe(0);
    expect(await sweepReports(data, 90, start + 92 * day + 1)).toBe(1);
    expect(existsSync(join(data, 'diffs/default/old'))).toBe(false);
  });

  it('a shelf of watched images goes when it is used no more', async () => {
    await put('shelves/default/0b7c.json', start);
    expect(await sweepReports(data, 90, start + 8 * day)).toBe(0);
    expect(await sweepReports(data, 90, start + 8 * day + 1)).toBe(1);
  });

  it('what a crash left half written goes after a day, what is being written stays', async () => {
    leave('reports/default/a/1-1.json.gz.0b7c', start);
    leave('reports/default/b/1-1.json.gz.1f2e', start + day);
    expect(await sweepReports(data, 90, start + day + 1)).toBe(1);
    expect(existsSync(join(data, 'reports/default/b/1-1.json.gz.1f2e'))).toBe(true);
  });

  it('is done once a day, and without any report', async () => {
    expect(await sweepReports(data, 90, start)).toBe(0);
    await sweepReportsDaily(data, 1, start);
    await put('reports/default/a/1-1.json', start - 10 * day);
    await sweepReportsDaily(data, 1, start + day - 1);
    expect(statSync(join(data, 'reports/default/a/1-1.json.gz')).size).toBeGreaterThan(0);
    await sweepReportsDaily(data, 1, start + day);
    expect(existsSync(join(data, 'reports/default/a'))).toBe(false);
  });
});
