import { DrydockError } from '../../errors.ts';
import { onceInOrder } from '../../image/once-in-order.ts';
import { systemName } from '../../image/packages/join-findings.ts';
import type { DistinctPackage } from '../../image/packages/list-packages.ts';
import { type MergedDocument, mergeDocuments, positionOf } from '../../image/packages/merged-document.ts';
import { type PackageFinding, packageFinding } from '../../image/packages/package-finding.ts';
import type { TrivyVulnerability } from '../../image/trivy-report.ts';
import type { Generation } from '../database/generation.ts';
import { reportVulnerability } from './report-vulnerability.ts';
import { type ScanAnswer, scanDocuments } from './scan-answer.ts';
import type { ReadyServer, WarmServer } from './warm-server.ts';

export interface MatchedPackages {
  /** by key, for each package that was matched: in one order, and an empty list says that it has none */
  findings: Map<string, readonly PackageFinding[]>;
  /** by family and name of a system: whether it gets updates no more; see systemName() in join-findings.ts */
  endOfLife: Map<string, boolean>;
  /** that all of them were matched with */
  database: Generation;
}

export interface MatchOptions {
  signal?: AbortSignal | undefined;
  /** 1,000 when absent: time is linear in packages, memory of the server is not worth more */
  packagesInOne?: number;
  /** Told of documents that Trivy refused: their packages are not among the matched ones. */
  onRefused?: (packages: readonly DistinctPackage[], error: DrydockError) => void;
}

/** Rejects with a DrydockError when the server fails, or with the reason of the signal. */
export type MatchPackages = (packages: Iterable<DistinctPackage>, options?: MatchOptions) => Promise<MatchedPackages>;

const defaultPackagesInOne = 1_000;
const scansAtOnce = 2;

/** Matches packages, each once, with the database that is promoted when it begins. */
export function packageMatcher(server: WarmServer): MatchPackages {
  return (packages, { signal, packagesInOne = defaultPackagesInOne, onRefused } = {}) =>
    server.use(async (ready) => {
      const documents = mergeDocuments(packages, packagesInOne);
      const matched: MatchedPackages = { findings: new Map(), endOfLife: new Map(), database: ready.database };
      const work = async (): Promise<void> => {
        for (let document = documents.pop(); document !== undefined; document = documents.pop()) {
          const answer = await scanDocument(ready, document, signal);
          if (answer instanceof DrydockError) onRefused?.(document.packages, answer);
          else enter(matched, document, answer);
        }
      };
      await Promise.all(Array.from({ length: scansAtOnce }, work));
      return matched;
    });
}

/** The error is one of this document alone, such as a content set that the database does not know. */
async function scanDocument(
  ready: ReadyServer,
  { json, packages }: MergedDocument,
  signal: AbortSignal | undefined,
): Promise<ScanAnswer | DrydockError> {
  try {
    const answer = await scanDocuments(ready, { target: 'packages', documents: [Buffer.from(json)], signal });
    if (answer === undefined) return new DrydockError('scanner_contract', 'the scanner cannot read packages it listed');
    const listed = answer.results.reduce((sum, result) => sum + (result.packages ?? []).length, 0);
    if (listed !== packages.length) return new DrydockError('scanner_contract', 'the scanner left packages out');
    return answer;
  } catch (error) {
    const isItsOwn = error instanceof DrydockError && error.code === 'scanner_failed';
    if (isItsOwn && (await ready.client.isHealthy())) return error;
    throw error;
  }
}

function enter(matched: MatchedPackages, { packages }: MergedDocument, answer: ScanAnswer): void {
  const found = packages.map((): TrivyVulnerability[] => []);
  for (const result of answer.results) {
    for (const vulnerability of result.vulnerabilities ?? []) {
      const findings = found[positionOf(vulnerability.pkg_id)];
      if (findings === undefined) throw new DrydockError('scanner_contract', 'the scanner names a package of its own');
      findings.push(reportVulnerability(vulnerability));
    }
  }
  for (const [position, { key }] of packages.entries()) {
    matched.findings.set(key, onceInOrder(found[position]!).map(packageFinding));
  }
  const { os } = packages[0]!.group;
  if (os !== undefined) matched.endOfLife.set(systemName(os), answer.os?.eosl === true);
}
