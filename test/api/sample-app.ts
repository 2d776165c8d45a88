import { localPrincipal } from '../../functions/access/principal.ts';
import { createApp } from '../../functions/api/app.ts';
import type { AppDeps } from '../../functions/api/app-deps.ts';
import { allResources } from '../../functions/api/resources/all-resources.ts';
import type { Report } from '../../functions/manifest/report.ts';
import type { ManifestEngine, ScanRequest } from '../../functions/manifest/scan.ts';
import type { ManifestScan, ManifestScanStore } from '../../functions/scans/ports.ts';
import { checkedApp } from './answer-checker.ts';

export const sampleReport: Report = {
  object: 'Pod/web.default',
  valid: true,
  fileName: 'API',
  message: 'Passed with a score of 2 points',
  score: 2,
  scoring: { passed: [{ id: 'RunAsNonRoot', selector: '.spec', reason: 'no root', points: 2 }] },
};

/** An engine that answers the same report for every body and notes what it was asked. */
export function notingEngine(answer: (body: Uint8Array) => Report[] = () => [sampleReport]) {
  const asked: { body: Uint8Array; request: ScanRequest }[] = [];
  const engine: ManifestEngine = {
    scan(body, request) {
      asked.push({ body, request });
      const reports = answer(body);
      return {
        documents: reports.map((report) => ({ report, start: 0, end: body.length, line: 1 })),
        json: `${JSON.stringify(reports, null, 2)}\n`,
      };
    },
  };
  return { engine, asked };
}

export function memoryStore(): ManifestScanStore & { rows: Map<string, ManifestScan> } {
  const rows = new Map<string, ManifestScan>();
  return {
    rows,
    async record(scan) {
      rows.set(`${scan.tenant} ${scan.id}`, scan);
      return 'stored';
    },
    read: async (tenant, id) => rows.get(`${tenant} ${id}`),
    async list({ tenant, object, limit, after }) {
      const all = [...rows.values()].filter(
        (scan) => scan.tenant === tenant && (object === undefined || scan.objects.some((one) => one.object === object)),
      );
      const start = after === undefined ? 0 : Number(after);
      const scans = all.slice(start, start + limit);
      return start + limit < all.length ? { scans, next: String(start + limit) } : { scans };
    },
    remove: async (tenant, id) => rows.delete(`${tenant} ${id}`),
  };
}

export interface Line {
  level: 'info' | 'warn' | 'error';
  message: string;
  fields: Record<string, unknown> | undefined;
}

export function notingLog() {
  const lines: Line[] = [];
  const at = (level: Line['level']) => (message: string, fields?: Record<string, unknown>) => {
    lines.push({ level, message, fields });
  };
  return { lines, info: at('info'), warn: at('warn'), error: at('error') };
}

const silentMetrics = { count: () => {}, time: () => {} };

/** The real app over a noting engine and a store in memory; every dependency may be replaced. */
export function sampleApp(replaced: Partial<AppDeps> = {}) {
  const { engine, asked } = notingEngine();
  const store = memoryStore();
  const log = notingLog();
  const app = checkedApp(
    createApp(
      {
        host: 'local',
        engine,
        schemas: { kubernetesVersion: 'master', location: 'https://schemas.example' },
        store,
        deploymentKey: new Uint8Array(32),
        retentionDays: 90,
        answerBytes: 5_000_000,
        callerOf: () => localPrincipal,
        clock: () => Date.UTC(2026, 10, 24),
        elapsed: () => 0,
        log,
        metrics: silentMetrics,
        ...replaced,
      },
      allResources,
    ),
  );
  return { app, asked, store, log };
}
