import type { ManifestResult } from '../../manifest/scan.ts';
import { type FinishedScan, type RecordDeps, recordManifestScan } from '../../scans/record-manifest-scan.ts';
import { scanIds } from '../../scans/scan-id.ts';
import type { Answer } from '../answer.ts';
import type { AppDeps } from '../app-deps.ts';
import type { Call } from '../call.ts';
import { firstValue, parseGoQuery } from '../resources/go-query.ts';
import { version } from '../version.ts';
import { manifestBody } from './manifest-body.ts';
import { renderScan } from './render-scan.ts';
import { type RequestedScan, readScanOptions } from './scan-options.ts';
import { scanRefusal } from './scan-refusal.ts';

/** What kubesec says when it has no key to sign an in-toto statement with: nothing. drydock never has one. */
const noInToto: Answer = { statusCode: 500, headers: {}, body: '' };

type ScanDeps = AppDeps & RecordDeps;

/** `POST /scan`: the route of kubesec, on any path and method that no route of ours owns. */
export const scanManifest = (deps: AppDeps) => {
  const recording: ScanDeps = { ...deps, idOf: scanIds(deps.deploymentKey) };
  return async (call: Call): Promise<Answer> => {
    const pairs = parseGoQuery(call.event.rawQueryString);
    if (firstValue(pairs, 'in-toto')) return noInToto;
    const wanted = readScanOptions(pairs, call.event.headers.accept);
    const body = manifestBody(call.event);
    try {
      const started = deps.elapsed();
      const result = deps.engine.scan(body, { ...wanted, fileName: 'API' });
      deps.metrics.time('ScanTime', deps.elapsed() - started);
      const text = await renderScan(wanted.format, body, result, deps.answerBytes);
      const headers = await keep(recording, call, wanted, body, result);
      return {
        statusCode: fallsShort(result, wanted.minScore) ? 422 : 200,
        headers: { 'content-type': text.contentType, ...headers },
        body: text.body,
      };
    } catch (error) {
      const refusal = scanRefusal(error);
      if (refusal === undefined) throw error;
      return refusal;
    }
  };
};

const fallsShort = (result: ManifestResult, minScore: number | undefined): boolean =>
  minScore !== undefined && result.documents.some(({ report }) => !report.valid || report.score < minScore);

/** Hands the result to storage and says in headers what became of it. */
async function keep(
  deps: ScanDeps,
  call: Call,
  wanted: RequestedScan,
  body: Uint8Array,
  result: ManifestResult,
): Promise<Record<string, string>> {
  deps.metrics.count('Documents', result.documents.length);
  if (deps.store === undefined) return { 'drydock-stored': 'false' };
  const scan: FinishedScan = {
    body,
    reports: result.documents.map((document) => document.report),
    engine: version,
    kubernetesVersion: deps.schemas.kubernetesVersion,
    schemaLocation: deps.schemas.location,
    options: wanted,
  };
  const { id, stored } = await recordManifestScan(deps, call.principal, scan);
  deps.metrics.count('Scans', 1, { stored });
  const headers = { 'drydock-scan-id': id, 'drydock-stored': stored };
  return stored === 'false' ? headers : { ...headers, location: `/scans/${id}` };
}
